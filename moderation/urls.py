"""Addresses of moderation: German paths, English names."""

from django.urls import path

from moderation.views import appeals, cases, direct, log, queue, reports

urlpatterns = [
    path("moderation/", queue.desk, name="desk"),
    path("moderation/zahlen/", queue.counts, name="desk_counts"),
    path("moderation/entscheiden/", queue.decide_many, name="decide_many"),
    path("moderation/faelle/<int:pk>/", cases.case, name="case"),
    path("moderation/faelle/<int:pk>/uebernehmen/", cases.claim, name="claim_case"),
    path("moderation/faelle/<int:pk>/weitergeben/", cases.pass_on, name="pass_on_case"),
    path("moderation/entscheidungen/<int:pk>/", cases.undo, name="undo_decision"),
    path("moderation/beitraege/<int:pk>/", direct.comment, name="moderate_comment"),
    path("moderation/beitraege/<int:pk>/ausblenden/", direct.hide_comment, name="hide_comment"),
    path("moderation/ideen/<int:pk>/", direct.idea, name="moderate_idea"),
    path("moderation/mitglieder/<int:pk>/", direct.member, name="moderate_member"),
    path("moderation/protokoll/", log.log, name="log"),
    path("moderation/protokoll.csv", log.export, name="log_export"),
    path("themen/<slug:slug>/protokoll/", log.board_log, name="board_log"),
    path("melden/beitrag/<int:pk>/", reports.comment, name="report_comment"),
    path("melden/idee/<int:pk>/", reports.idea, name="report_idea"),
    path("melden/mitglied/<int:pk>/", reports.member, name="report_member"),
    path("melden/", reports.contact, name="contact"),
    path("widerspruch/<str:token>/", appeals.object_to, name="object_to"),
]
