# syntax=docker/dockerfile:1
# Botyard in a container, for linux/amd64 and linux/arm64:
#   docker buildx build --platform linux/amd64,linux/arm64 -t botyard .
#   docker run -p 127.0.0.1:8080:8080 -v botyard:/data botyard

FROM swift:6.3-bookworm AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends libsqlite3-dev libcurl4-openssl-dev zlib1g-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN for product in botd botctl botsim; do \
      swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error \
        -Xlinker -s --product "$product" || exit 1; \
    done \
  && mkdir -p strategies bots /out/bin /out/share/botyard \
  && cp -r strategies bots LICENSE /out/share/botyard/ \
  && cd "$(swift build -c release --static-swift-stdlib --show-bin-path)" \
  && cp botd botctl botsim /out/bin/

FROM debian:bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates curl libsqlite3-0 libstdc++6 zlib1g \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin botyard \
  && install -d -o botyard -g botyard -m 0700 /data
COPY --from=build /out/ /usr/local/
COPY --chmod=0755 entrypoint.sh /usr/local/bin/entrypoint.sh

ENV BOTD_LISTEN=0.0.0.0:8080 \
  BOTD_DATA_DIR=/data \
  BOTD_STRATEGIES_DIR=/usr/local/share/botyard/strategies \
  BOTD_BOTS_DIR=/usr/local/share/botyard/bots
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD curl --fail --silent --show-error "http://127.0.0.1:${BOTD_LISTEN##*:}/health" || exit 1

# Starts as root only to hand /data over, then drops to the user botyard (uid 10001) and stays there;
# `docker run --user 10001` skips that step.
ENTRYPOINT ["entrypoint.sh"]
CMD ["serve"]
