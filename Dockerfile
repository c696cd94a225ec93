# syntax=docker/dockerfile:1
# Builds Huzzah and puts the one program into a small image:
#   docker build -t huzzah . && docker run -p 127.0.0.1:8080:8080 -v huzzah:/data \
#     -e HUZZAH_LOUNGE__ACCESS_CODE=choose-one huzzah

FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
COPY . .
# The caches outlive the build, so that only what changed is compiled again.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin huzzah \
    && cp target/release/huzzah /usr/local/bin/huzzah \
    && strip /usr/local/bin/huzzah

FROM debian:bookworm-slim
# Certificates are needed to reach chat platforms and a database over TLS.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /data --no-create-home huzzah \
    && install -d -o huzzah -g huzzah /data
COPY --from=build /usr/local/bin/huzzah /usr/local/bin/huzzah
USER 10001:10001
WORKDIR /data
VOLUME /data
# Three slashes: an absolute path, in the volume.
ENV HUZZAH_DATABASE__URL=sqlite:///data/huzzah.db
# Reached from outside the container, the lounge stays closed until HUZZAH_LOUNGE__ACCESS_CODE is set.
ENV HUZZAH_HTTP__BIND=0.0.0.0:8080
EXPOSE 8080
# SIGTERM: what was accepted is finished before the process ends.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["huzzah", "health"]
ENTRYPOINT ["huzzah"]
CMD ["run"]
