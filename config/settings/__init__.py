"""Django's settings, one file a third party; installations differ only by their environment."""

from config.settings.auth import *
from config.settings.base import *
from config.settings.files import *
from config.settings.mail import *
from config.settings.pages import *
from config.settings.queue import *
from config.settings.security import *
