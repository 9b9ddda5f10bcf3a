"""Django settings, all of them from the environment (or a file `env` in the home folder), safe by default.

Without a word in the environment this is an installation that serves its own machine only: it keeps a SQLite
database and a secret key of its own in the home folder and says that its data is model data. As soon as
`ALLOWED_HOSTS` names another host, `SECRET_KEY` must be given and cookies travel by HTTPS only.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from tarazy.site.home import home, own_secret_key

HERE = Path(__file__).resolve().parent
TARAZY_HOME = home()

env = environ.Env()
env.read_env(TARAZY_HOME / "env")

LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
LOCAL = set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS)
DEBUG = env.bool("DEBUG", default=False)
MODEL_DATA = env.bool("MODEL_DATA", default=LOCAL)

if LOCAL:
    SECRET_KEY = env.str("SECRET_KEY", default="") or own_secret_key(TARAZY_HOME)
else:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    if not SECRET_KEY:
        raise ImproperlyConfigured("SECRET_KEY must be set when ALLOWED_HOSTS names more than this machine")

# The demo: people of every role to sign in as with one click, keys to sign with. Never beside real data.
TARAZY_DEMO = env.bool("TARAZY_DEMO", default=False)
if TARAZY_DEMO and not MODEL_DATA:
    raise ImproperlyConfigured("TARAZY_DEMO needs MODEL_DATA: the demo never runs beside real data")

ROOMS = [
    "tarazy.ledger",
    "tarazy.people",
    "tarazy.people.pki",
    "tarazy.courts",
    "tarazy.documents",
    "tarazy.cases",
    "tarazy.cabinet",
    "tarazy.cabinet.constructor",
    "tarazy.cabinet.notices",
    "tarazy.cabinet.webhooks",
    "tarazy.allocation",
    "tarazy.acts",
    "tarazy.acts.desk",
    "tarazy.acts.publication",
    "tarazy.acts.following",
    "tarazy.acts.searching",
    "tarazy.practice",
    "tarazy.robot",
    "tarazy.oversight",
    "tarazy.modelcourt",
    "tarazy.site",
]
INSTALLED_APPS = [
    # First, so that our pages and words stand before those of the libraries.
    *(room for room in ROOMS if find_spec(room) and (find_spec(f"{room}.apps") or room == "tarazy.site")),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_tasks",
    "django_tasks_db",
]
AUTH_USER_MODEL = "people.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tarazy.site.guard.GuardMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tarazy.people.sessions.SeenMiddleware",
    "tarazy.site.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tarazy.site.urls"
WSGI_APPLICATION = "tarazy.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tarazy.site.context.layout",
            ],
            "builtins": ["tarazy.site.templatetags.bundles"],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{TARAZY_HOME / 'tarazy.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
else:
    # A connection is kept by each thread of the server: making one for every request costs more than most pages.
    DATABASES["default"].setdefault("CONN_MAX_AGE", env.int("DATABASE_CONNECTION_SECONDS", default=600))
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts: sign in by e-mail; a password of argon2, a second step by TOTP or passkey; lock-out after failures.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "tarazy.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "tarazy.people.adapters.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "tarazy.people.forms.LoginForm",
    "signup": "tarazy.people.forms.RegisterForm",
    "reset_password": "tarazy.people.forms.ResetPasswordForm",
    "reset_password_from_key": "tarazy.people.forms.ResetPasswordKeyForm",
    "change_password": "tarazy.people.forms.ChangePasswordForm",
    "change_email": "tarazy.people.forms.ChangeEmailForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if LOCAL else "https"
ACCOUNT_RATE_LIMITS = {
    "signup": "20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "login": "30/m/ip",
    "login_failed": "60/m/ip,20/10m/key",  # axes locks earlier, by address and account
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "tarazy.people.forms.SecondStepForm",
    "reauthenticate": "tarazy.people.forms.SecondStepAgainForm",
    "activate_totp": "tarazy.people.forms.ActivateAppForm",
    "add_webauthn": "tarazy.people.forms.AddKeyForm",
    "edit_webauthn": "tarazy.people.forms.NameKeyForm",
}
MFA_ADAPTER = "tarazy.people.adapters.MFAAdapter"
MFA_TOTP_ISSUER = "Tarazy"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL  # browsers take localhost for safe
# While analytics of practice is on trial only the judges of a case see it beside their acts.
PRACTICE_TRIAL = env.bool("PRACTICE_TRIAL", default=True)
REQUIRE_STAFF_MFA = env.bool("REQUIRE_STAFF_MFA", default=not TARAZY_DEMO)
USERSESSIONS_TRACK_ACTIVITY = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_VERBOSE = False  # no personal data in logs
AXES_USERNAME_CALLABLE = "tarazy.people.lockout.account_of"
AXES_CLIENT_IP_CALLABLE = "tarazy.people.limits.client_address"
AXES_LOCKOUT_CALLABLE = "tarazy.people.lockout.locked_out"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:home"
LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "home"
INVITATION_DAYS = env.int("INVITATION_DAYS", default=7)

# How often one person, or one address, may do something: how many in how many seconds. Empty: no limit.
LIMITS = {
    name: env.str(f"LIMIT_{name.upper()}", default=limit)
    for name, limit in {
        "filing": "30/3600",
        "upload": "600/3600",
        "ask": "120/3600",
        "api": "1200/60",
        "invitation": "60/3600",
        "draft": "60/3600",
        "resume": "30/600",
        "autosave": "1200/3600",
        "preview": "120/3600",
        "desk_word": "20/600",
        "leak": "10/3600",
    }.items()
}
DESK_IDLE_MINUTES = env.int("DESK_IDLE_MINUTES", default=30)  # a judge's desk locks itself after
# The header in which a trusted proxy names the address of its caller, e.g. X-Real-IP; it must replace what came in.
CLIENT_ADDRESS_HEADER = env.str("CLIENT_ADDRESS_HEADER", default="")
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}  # several processes need a shared one

# Mail: to the log of the process unless a server is named, e.g. smtp+tls://user:password@host:587
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="court@localhost")

# Notices: the address of this site in messages, a gateway for SMS, a bot of Telegram. Without them: e-mail alone.
SITE_URL = env.str(
    "SITE_URL", default="http://localhost:8000" if LOCAL else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
TELEGRAM_TOKEN = env.str("TELEGRAM_TOKEN", default="")
TELEGRAM_BOT = env.str("TELEGRAM_BOT", default="")  # its name, for the link that opens it
TELEGRAM_API = env.str("TELEGRAM_API", default="")  # another Bot API server than Telegram's
# Webhooks to private networks and by plain http: for trials on one machine.
WEBHOOK_PRIVATE_ADDRESSES = LOCAL and env.bool("WEBHOOK_PRIVATE_ADDRESSES", default=False)

# Registers that the robot asks: enforcement=https://…,payments=https://… or all=… for a base of them all.
ROBOT_REGISTERS = env.dict("ROBOT_REGISTERS", default={})

# Work beside the pages: a queue in the database, any number of workers.
TASKS = {
    "default": {
        "BACKEND": env.str("TASKS", default="django_tasks_db.DatabaseBackend"),
        "QUEUES": [],
    }
}

# The search engine: tantivy:///folder (default: a folder of the home) or opensearch://host:port,host:port/prefix
# (opensearch+https for TLS).
SEARCH_URL = env.str("SEARCH_URL", default="")

# Languages: source strings are English; each page's address begins with its language.
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_CODE = "kk"
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Almaty")
USE_THOUSAND_SEPARATOR = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Static files: built into static/dist with a hash in each name, served by the application itself.
STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+-[0-9A-Z]{8}\.\w+$"

NCALAYER_ADDRESS = env.str("NCALAYER_ADDRESS", default="wss://127.0.0.1:13579/")

# Security. No page has an inline script or style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        # NCALayer, the signing program on the reader's own machine
        "connect-src": [SELF, NCALAYER_ADDRESS.rstrip("/")],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tarazy.site.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not LOCAL)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if LOCAL else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=not LOCAL)
if proxy_header := env.str("TRUSTED_PROXY_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = (proxy_header, "https")

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # a pasted act of 500 pages is about 2 MB
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", default=50_000_000)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
