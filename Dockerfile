# syntax=docker/dockerfile:1
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts/build.js scripts/build.js
COPY src src
COPY adapters adapters
RUN npm run build

FROM node:20-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates git openssh-client tini \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data
WORKDIR /app
ENV NODE_ENV=production \
  CALLBOARD_CONFIG=/data/callboard.yaml
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force
COPY bin bin
COPY --from=build /app/dist dist
USER node
VOLUME /data
STOPSIGNAL SIGTERM
# tini reaps what git and ssh leave behind.
ENTRYPOINT ["tini", "--", "node", "bin/callboard.js"]
CMD ["start"]
