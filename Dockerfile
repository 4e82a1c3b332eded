# The one recipe of all images; apps/<app>/Dockerfile links here. `npx nx run <app>:docker-build` builds it, from
# the root of the workspace and after the bundle. There is no RUN: the base need not even have a shell.
ARG NODE_IMAGE=node:24-bookworm-slim
FROM ${NODE_IMAGE}

ARG APP

# Node leaves out of its stack traces and warnings what only development needs.
ENV NODE_ENV=production

# Owned by root and not writable by the user below; nothing is written at run time but /tmp.
# No source map: it would cost 30 ms of each start, and the bundle's names and lines can be read as they are.
WORKDIR /app
COPY sql ./sql
# What the bundle contains of others, and under which licences.
COPY apps/${APP}/dist/sbom.cdx.json apps/${APP}/dist/THIRD-PARTY-LICENSES.txt ./
COPY apps/${APP}/dist/main.js ./main.js

# A number, since runAsNonRoot cannot judge a name. No entry in /etc/passwd is needed.
USER 10001:10001

# Without a shell in between, the job is process 1 and gets SIGTERM itself.
ENTRYPOINT ["node", "/app/main.js"]

# Last, so that a new version or date leaves the layers above as they are.
ARG TITLE
ARG DESCRIPTION
ARG VERSION=dev
ARG REVISION
ARG CREATED
ARG SOURCE
LABEL org.opencontainers.image.title="${TITLE}" \
      org.opencontainers.image.description="${DESCRIPTION}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.vendor="AcmeShop" \
      org.opencontainers.image.licenses="UNLICENSED"
