# Jikim in a container: what `make release` made and what the lock pins, and nothing else. `tests/house/test_compose.py`
# builds and runs it where Docker is; `tests/house/test_dockerfile.py` plays its instructions everywhere. Docker 26.1 and
# buildah built it over a base of Debian's own packages: the one named here could not be fetched there.
#
#   make release && docker build --tag jikim:0.2.0 .

FROM docker.io/library/python:3.13-slim-trixie AS made
WORKDIR /made
COPY requirements-production.lock ./
COPY dist/*.whl ./
RUN python -m venv /opt/jikim \
 && /opt/jikim/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement requirements-production.lock \
 && /opt/jikim/bin/pip install --no-cache-dir --no-deps --no-index ./*.whl

FROM docker.io/library/python:3.13-slim-trixie
# Directories of the user's own: a new volume takes its owner and its mode from them.
RUN groupadd --system --gid 10001 jikim \
 && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/jikim --shell /usr/sbin/nologin jikim \
 && install -d -o 10001 -g 10001 -m 0700 /var/lib/jikim /ring /ring-copy /backups /keys-backups
COPY --from=made /opt/jikim /opt/jikim
ENV PATH=/opt/jikim/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    JIKIM_DIR=/var/lib/jikim \
    JIKIM_RING_DIR=/ring
USER 10001:10001
WORKDIR /var/lib/jikim
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["jikim"]
CMD ["--help"]
