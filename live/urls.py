"""Addresses of the live engine; `/live/` itself is the socket."""

from django.urls import path

from live import views

urlpatterns = [path("nachholen/", views.catch_up, name="live_catch_up")]
