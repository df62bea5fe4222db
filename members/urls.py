"""Addresses of members and accounts; allauth's views under German paths."""

from allauth.account import views as account
from django.urls import path

from members import views

urlpatterns = [
    path("sprache/", views.choose_language, name="language"),
    path("mitglieder/", views.member_list, name="members"),
    path("mitglieder/vorschlaege/", views.suggest_members, name="suggest_members"),
    path("konto/", views.own_settings, name="settings"),
    path("konto/mitteilungen/", views.notices, name="notices"),
    path("konto/entwuerfe/", views.keep_draft, name="keep_draft"),
    path("konto/eigenes.css", views.own_style, name="own_style"),
    path("konto/demo/", views.demo_sign_in, name="demo_sign_in"),
    path("konto/anmelden/", views.SignInView.as_view(), name="account_login"),
    path("konto/abmelden/", account.logout, name="account_logout"),
    path("konto/gesperrt/", account.account_inactive, name="account_inactive"),
    path("konto/beitreten/", account.signup, name="account_signup"),
    path("konto/bestaetigen/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/e-mail/", account.email, name="account_email"),
    path("konto/passwort/aendern/", account.password_change, name="account_change_password"),
    path("konto/passwort/setzen/", account.password_set, name="account_set_password"),
    path("konto/passwort/", account.password_reset, name="account_reset_password"),
    path(
        "konto/passwort/gesendet/", account.password_reset_done, name="account_reset_password_done"
    ),
    path(
        "konto/passwort/neu/<uidb36>-<key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/passwort/fertig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
