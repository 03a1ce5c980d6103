"""Settings: the Django shop of `examples`, observed, on MariaDB by PyMySQL."""

import pymysql

pymysql.install_as_MySQLdb()

from shop.observed import *  # noqa: E402, F403
