# fpn4j with a Java alone. The context has no repository, so the commit is told:
#   docker build --build-arg COMMIT="$(git describe --always --dirty --abbrev=12)" -t fpn4j .
#   docker run --rm -v "$PWD:/work" -u "$(id -u):$(id -g)" fpn4j train /opt/fpn4j/configs/models/tiny.yaml
# The page of serve listens on the loopback, which is the container's own; for a browser of this machine:
#   docker run --rm -v "$PWD:/work" -p 127.0.0.1:8765:8765 fpn4j serve runs/tiny-0 --host 0.0.0.0
FROM maven:3.9-eclipse-temurin-17 AS build
ARG COMMIT=unknown
WORKDIR /build
COPY . .
RUN mvn -q -B -Pdist -DskipTests -Dmaven.test.skip.exec -Dcheck.skip -Dfpn.commit="$COMMIT" package -pl dist -am \
    && mkdir /opt/fpn4j \
    && tar xzf dist/target/fpn4j-*.tar.gz -C /opt/fpn4j --strip-components=1

FROM eclipse-temurin:17-jre
COPY --from=build /opt/fpn4j /opt/fpn4j
# The first start keeps what makes later ones faster, where only root may write; the native libraries that it unpacks are not
# where others look for them.
RUN /opt/fpn4j/bin/fpn --version \
    && rm -rf /root/.javacpp \
    && useradd --create-home --uid 10001 fpn \
    && mkdir /work \
    && chown fpn:fpn /work
ENV PATH="/opt/fpn4j/bin:$PATH"
# whoever -u names may have no home
ENV FPN_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp
USER fpn
WORKDIR /work
ENTRYPOINT ["fpn"]
CMD ["--help"]
