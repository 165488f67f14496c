"""Django's settings, one file a third party; what differs between installations is read from the environment."""

from config.settings.auth import *
from config.settings.base import *
from config.settings.files import *
from config.settings.mail import *
from config.settings.pages import *
from config.settings.queue import *
from config.settings.security import *
