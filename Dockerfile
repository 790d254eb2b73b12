# Two stages: the first has compilers, the second what runs. tests/api/test_docker.py compares both
# with tools/packages.txt, the program's libraries and its configuration.
FROM debian:bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
        cmake \
        gcc \
        libc6-dev \
        libcairo2-dev \
        libcsv-dev \
        libcurl4-gnutls-dev \
        libexpat1-dev \
        libfontconfig-dev \
        libjansson-dev \
        libjwt-dev \
        libmagic-dev \
        libmicrohttpd-dev \
        libpango1.0-dev \
        libpcre2-dev \
        libpq-dev \
        libseccomp-dev \
        libssl-dev \
        libulfius-dev \
        libxlsxwriter-dev \
        libzip-dev \
        ninja-build \
        pkg-config \
        python3 \
        python3-yaml \
        zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /renkei
COPY CMakeLists.txt CMakePresets.json openapi.yaml ./
COPY cmake cmake
COPY data data
COPY include include
COPY openapi openapi
COPY pages pages
COPY sql sql
COPY src src
COPY third_party third_party
COPY tools tools
RUN cmake --preset release && ninja -C build/release renkei

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
        ca-certificates \
        curl \
        fonts-ipaexfont-gothic \
        libcairo2 \
        libcsv3 \
        libcurl3-gnutls \
        libexpat1 \
        libfontconfig1 \
        libfreetype6 \
        libglib2.0-0 \
        libharfbuzz0b \
        libjansson4 \
        libjwt0 \
        libmagic1 \
        libmicrohttpd12 \
        libpango-1.0-0 \
        libpangocairo-1.0-0 \
        libpcre2-8-0 \
        libpq5 \
        libseccomp2 \
        libssl3 \
        libulfius2.7 \
        libxlsxwriter4 \
        libzip4 \
        zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin renkei
COPY --from=build /renkei/build/release/renkei /usr/local/bin/renkei
COPY --from=build /renkei/build/release/sbom.spdx.json /usr/local/share/renkei/sbom.spdx.json
USER 10001
ENV RENKEI_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --retries=3 \
    CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["renkei"]
CMD ["serve"]
