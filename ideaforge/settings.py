"""All settings in one file; what differs between installations comes from the environment."""

from datetime import timedelta

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from ideaforge import environment
from ideaforge.environment import BASE_DIR, env, flag

DATA_DIR = environment.data_dir()
DEMO = flag("IDEAFORGE_DEMO", default=False)
DEMO_IN_PUBLIC = flag("IDEAFORGE_DEMO_PUBLIC", default=False)
DEBUG = flag("DEBUG", default=DEMO and not DEMO_IN_PUBLIC)
LIMITS_ON = env.str("IDEAFORGE_LIMITS", default="on") != "off"
environment.refuse_unsafe(debug=DEBUG, demo=DEMO, demo_in_public=DEMO_IN_PUBLIC, limits=LIMITS_ON)

SECRET_KEY = environment.secret_key(DATA_DIR)
SITE_NAME = "Ideenschmiede"
SITE_URL = env.str("IDEAFORGE_URL", default="").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []
CSRF_FAILURE_VIEW = "ideaforge.views.forged"
HTTPS = SITE_URL.startswith("https://")
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks_db",
    "simple_history",
    "taggit",
    "template_partials",
    "live",
    "members",
    "discussions",
    "ideas",
    "events",
    "moderation",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random, so lengths betray no secrets
    "csp.middleware.CSPMiddleware",
    "ideaforge.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ideaforge.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "ideaforge.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "ideaforge.urls"
ASGI_APPLICATION = "ideaforge.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ideaforge.context.site",
            ],
            "builtins": ["template_partials.templatetags.partials"],
            "libraries": {"shape": "ideaforge.templatetags.shape"},
        },
    }
]

DATABASES = {"default": environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            # The core layer keeps the members of a dead process in its groups for a day.
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "capacity": 20_000},
        }
    }
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels.layers.InMemoryChannelLayer",
            "CONFIG": {"capacity": 20_000},
        }
    }
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 30_000},
        }
    }
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "members.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "members.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Ideenschmiede: "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/15m/key,10/15m/ip"} if LIMITS_ON else False
EMAIL_CONFIG = env.email("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("IDEAFORGE_MAIL_FROM", default="ideenschmiede@localhost")

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # numbers in attributes are for scripts; people see intcomma

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "servestatic.storage.CompressedManifestStaticFilesStorage"
    },
}
SERVESTATIC_USE_FINDERS = SERVESTATIC_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
    }
}

TAGGIT_CASE_INSENSITIVE = False  # tags are one by their key, see ideas.models.Tag
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
BUILD = environment.build_of(BASE_DIR / "templates")

# Limits that ship; each has a test. Times in seconds, sizes in characters or bytes.
BODY_BYTES = 64 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = BODY_BYTES
COMMENT_LENGTH, IDEA_LENGTH, TITLE_LENGTH, IMPORTED_TITLE_LENGTH = 10_000, 20_000, 200, 250
PLAN_FIELD_LENGTH = 4_000
TAGS_PER_IDEA, TAG_LENGTH, TOPICS_PER_IDEA = 8, 50, 3
REPORT_RATE = (10, 3600) if LIMITS_ON else (1_000_000, 3600)
APPEAL_DAYS = 183  # half a year, as the Digital Services Act has it (article 20)
LINK_BURST = (2, 600)  # so many of nothing but links in so many seconds; the next is held
GUESTS_PER_EVENT, GUESTS_BEFORE = 500, timedelta(hours=1)  # by the code at the door
QUESTION_RATE = (3, 60) if LIMITS_ON else (1_000_000, 60)  # to the podium, in so many seconds
COMMENT_RATES = [(10, 3), (60, 10), (3600, 60)] if LIMITS_ON else []
SOCKET_FRAME_BYTES = 8 * 1024
SOCKET_FRAMES, SOCKET_FRAMES_SECONDS = (20, 10) if LIMITS_ON else (1_000_000, 10)
SOCKETS_PER_MEMBER = 10 if LIMITS_ON else 1_000_000
REPLAY_LENGTH = 200
CREDIT_FRAMES, CREDIT_BYTES, CREDIT_SECONDS = 200, 256 * 1024, 30

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {"django.request": {"level": "ERROR"}, "django_tasks_db": {"level": "WARNING"}},
}
