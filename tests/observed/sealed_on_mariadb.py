"""Settings: the shop with sealed fields, on MariaDB by PyMySQL."""

import os

import pymysql

pymysql.install_as_MySQLdb()

from sealed_settings import *  # noqa: E402, F403
from sealed_settings import JIKIM  # noqa: E402

JIKIM = {**JIKIM, "mapping": os.environ["SHOP_MAPPING"]}
