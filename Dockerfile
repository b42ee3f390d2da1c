# syntax=docker/dockerfile:1
# The base is an argument, so that a house with images of its own can build on them; it needs Python 3.11 or newer with glibc.
ARG BASE=python:3.12-slim

# hadolint ignore=DL3006
FROM ${BASE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
RUN python -m venv --without-pip /opt/sourcegrade
COPY pyproject.toml constraints.txt README.md ./
# The dependencies first and alone: they change less often than the code, so their layer is kept.
RUN mkdir -p service schemas \
    && printf '__version__ = "0"\n' > service/__init__.py \
    && touch schemas/__init__.py \
    && python -m pip --python /opt/sourcegrade/bin/python install -c constraints.txt '.[postgres,redis,otel]' \
    && python -m pip --python /opt/sourcegrade/bin/python uninstall -y sourcegrade \
    && rm -rf service schemas build ./*.egg-info
COPY setup.py ./
COPY service service
COPY schemas schemas
# COMPILE=1: the hot rooms of the core as machine code (docs/operations.md); a base of your own brings its C compiler.
ARG COMPILE=0
# hadolint ignore=DL3008
RUN if [ "${COMPILE}" = 1 ]; then \
        { command -v cc || { apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev; }; } \
        && python -m pip install -c constraints.txt 'setuptools>=77' mypy numpy \
        && SOURCEGRADE_COMPILE=1 python -m pip wheel --no-build-isolation --no-deps -w /wheels . ; \
    else python -m pip wheel --no-deps -w /wheels . ; fi
# Byte code is made here, because nobody can write there later; a stripped environment has no installer that could be misused.
RUN python -m pip --python /opt/sourcegrade/bin/python install --no-deps /wheels/*.whl \
    && /opt/sourcegrade/bin/python -m compileall -q -j 0 /opt/sourcegrade/lib

# hadolint ignore=DL3006
FROM ${BASE}
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Sourcegrade" \
      org.opencontainers.image.description="Finds the sources that a news article cites and grades them." \
      org.opencontainers.image.documentation="docs/operations.md" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
RUN groupadd --gid 10001 sourcegrade \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin sourcegrade \
    && install -d -o 10001 -g 10001 -m 0700 /data
# Everything but /data belongs to root: the service cannot change its own code, also where the root is not read-only.
COPY --from=build /opt/sourcegrade /opt/sourcegrade
COPY gunicorn.conf.py /opt/sourcegrade/gunicorn.conf.py
ENV PATH=/opt/sourcegrade/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATABASE_URL=sqlite:////data/sourcegrade.sqlite3
WORKDIR /opt/sourcegrade
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
# No shell tools are needed: the interpreter asks the service itself.
HEALTHCHECK --interval=15s --timeout=3s --start-period=15s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=2)"]
CMD ["gunicorn", "-c", "/opt/sourcegrade/gunicorn.conf.py", "service.wsgi:app"]
