"""Addresses of accounts. What django-allauth serves stands under `account/` beside them (see the site's addresses)."""

from __future__ import annotations

from django.urls import path

from tarazy.people.views import account, demo, home, invited, powers, staff

app_name = "people"

urlpatterns = [
    path("home/", home.home, name="home"),
    path("account/", account.account, name="account"),
    path("account/end-session/", account.end, name="end_session"),
    path("account/represent/", account.represent, name="represent"),
    path("account/organisation/", account.claim_organisation, name="claim_organisation"),
    path("account/tokens/", account.tokens, name="tokens"),
    path("account/tokens/<uuid:uuid>/revoke/", account.revoke, name="revoke_token"),
    path("account/copy/", account.download, name="copy"),
    path("powers/", powers.powers, name="powers"),
    path("powers/give/", powers.give, name="give_power"),
    path("powers/<uuid:uuid>/accept/", powers.accept, name="accept_power"),
    path("powers/<uuid:uuid>/revoke/", powers.revoke, name="revoke_power"),
    path("invitation/<str:token>/", invited.invitation, name="invitation"),
    path("staff/invitations/", staff.invitations, name="invitations"),
    path("staff/invitations/<uuid:uuid>/withdraw/", staff.withdraw, name="withdraw_invitation"),
    path("staff/headships/", staff.headships, name="headships"),
    path("staff/permissions/", staff.permissions, name="permissions"),
    path("demo/people/", demo.people, name="demo_people"),
    path("demo/people/<uuid:uuid>/", demo.sign_in, name="demo_sign_in"),
]
