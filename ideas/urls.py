"""Addresses of ideas and boards: German paths, English names."""

from django.urls import path, re_path

from ideas.views import board, home, idea, lists, merge, people, split, write

urlpatterns = [
    path("", home.home, name="home"),
    path("ideen/", lists.idea_list, name="ideas"),
    path("ideen/neu/", write.new_idea, name="new_idea"),
    path("ideen/aehnlich/", lists.similar_ideas, name="similar"),
    path("ideen/<int:pk>/", idea.idea, name="idea_by_number"),
    path("ideen/<int:pk>-<slug:slug>/", idea.idea, name="idea"),
    path("ideen/<int:pk>/bearbeiten/", write.edit_idea, name="edit_idea"),
    path("ideen/<int:pk>/pilot/", write.plan_idea, name="plan_idea"),
    path("ideen/<int:pk>/veroeffentlichen/", write.publish_idea, name="publish_idea"),
    path("ideen/<int:pk>/zurueckziehen/", write.withdraw_idea, name="withdraw_idea"),
    path("ideen/<int:pk>/phase/", idea.set_stage, name="set_stage"),
    path("ideen/<int:pk>/unterstuetzen/", idea.support, name="support"),
    path("ideen/<int:pk>/zusammenfuehren/", merge.merge_ideas, name="merge_ideas"),
    path("ideen/zusammenfuehrungen/<int:pk>/aufheben/", merge.part_ideas, name="part_ideas"),
    path(
        "ideen/zusammenfuehrungen/<int:pk>/unterstuetzung/",
        merge.merge_support,
        name="merge_support",
    ),
    path("ideen/<int:pk>/ausgliedern/", split.split_idea, name="split_idea"),
    path("ideen/<int:pk>/ausgliederung-aufheben/", split.unsplit_idea, name="unsplit_idea"),
    path("ideen/<int:pk>/verlauf/", idea.idea_history, name="idea_history"),
    path("mitglieder/<int:pk>-<slug:handle>/", people.member, name="member"),
    re_path(
        r"^kommunen/(?P<ags>[0-9]{5}|[0-9]{8})-(?P<slug>[-a-zA-Z0-9_]+)/$",
        people.municipality,
        name="municipality",
    ),
    path("themen/", board.topics, name="topics"),
    path("themen/<slug:slug>/", board.board, name="board"),
    path("themen/<slug:slug>/anpinnen/<int:pk>/", board.pin, name="pin"),
]
