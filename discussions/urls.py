"""Addresses of discussions."""

from django.urls import path

from discussions import views

urlpatterns = [
    path("<int:thread_pk>/kommentare/", views.comments, name="post_comment"),
    path("kommentare/<int:pk>/", views.comment, name="comment"),
    path("kommentare/<int:pk>/antworten/", views.answer_comment, name="answer"),
    path("kommentare/<int:pk>/bearbeiten/", views.edit_comment, name="edit_comment"),
    path("kommentare/<int:pk>/loeschen/", views.delete_comment, name="delete_comment"),
    path("kommentare/<int:pk>/verlauf/", views.comment_history, name="comment_history"),
    path("kommentare/<int:pk>/reaktion/", views.react, name="react"),
    path("kommentare/<int:pk>/zitieren/", views.quote_comment, name="quote_comment"),
]
