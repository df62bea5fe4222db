"""Addresses of ideas and boards: German paths, English names."""

from django.urls import path, re_path

from ideas.views import board, curate, home, idea, lists, people, sections, write

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
    path("themen/<slug:slug>/gestalten/", curate.edit_board, name="edit_board"),
    path("themen/<slug:slug>/rechte/", curate.board_rights, name="board_rights"),
    path("themen/<slug:slug>/rechte/lesen/", curate.set_readers, name="set_readers"),
    path("themen/<slug:slug>/rechte/schreiben/", curate.set_posting, name="set_posting"),
    path("themen/<slug:slug>/archiv/", curate.archive_board, name="archive_board"),
    path("themen/<slug:slug>/abschnitte/", sections.new_section, name="new_section"),
    path("themen/<slug:slug>/abschnitte/<int:pk>/", sections.edit_section, name="edit_section"),
    path(
        "themen/<slug:slug>/abschnitte/<int:pk>/ordnen/",
        sections.move_section,
        name="move_section",
    ),
    path(
        "themen/<slug:slug>/abschnitte/<int:pk>/loeschen/",
        sections.delete_section,
        name="delete_section",
    ),
    path("themen/<slug:slug>/einordnen/<int:pk>/", sections.arrange_idea, name="arrange_idea"),
    path("themen/<slug:slug>/einordnen/<int:pk>/hervorheben/", sections.feature, name="feature"),
    path(
        "themen/<slug:slug>/einordnen/<int:pk>/abschnitt/",
        sections.fill_section,
        name="fill_section",
    ),
]
