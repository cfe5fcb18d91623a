# One static program, the authorities that it trusts, and a folder for its data. Nothing else: no shell.
#
#   docker build --build-arg VERSION=$(git describe --tags --always) -t sesame .
#   docker run -p 7372:7372 -v sesame:/data -v ./accounts.yaml:/accounts.yaml:ro -e SESAME_ACCOUNTS=/accounts.yaml sesame

FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS=linux
ARG TARGETARCH=amd64
ARG VERSION=devel
RUN go run ./internal/dist -version "$VERSION" -to /out "$TARGETOS/$TARGETARCH" \
    && mv "/out/sesame_${TARGETOS}_${TARGETARCH}" /out/sesame \
    && mkdir -m 700 /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/sesame /sesame
COPY --from=build --chown=65532:65532 /out/data /data
# There is no /tmp: what SQLite puts aside goes to the working directory.
WORKDIR /data
USER 65532:65532
ENV SESAME_LISTEN=0.0.0.0:7372 SESAME_DATA=/data
VOLUME /data
EXPOSE 7372
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["/sesame", "health"]
ENTRYPOINT ["/sesame"]
CMD ["serve"]
