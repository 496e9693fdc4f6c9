package dcm.apigateway.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.MimeMapping;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the web console, from the class path below {@code META-INF/console}. They are read once. A file {@code X.gz} is
 * sent in place of {@code X} to browsers that accept it.
 */
@Singleton
class ConsoleFiles {
    private static final String FOLDER = "META-INF/console/";
    private static final String PAGE = "index.html";
    private static final String NONCE = "__STYLE_NONCE__";
    private static final int NONCE_BYTES = 16;
    /** Without hidden files, and without a way out of the folder. */
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private static final String ASSETS = "assets/";
    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String REVALIDATE = "no-cache";

    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx;
    private final Map<String, StaticFile> kept = new ConcurrentHashMap<>();

    private record StaticFile(
            String type, Buffer content, @Nullable Buffer compressed) {}

    ConsoleFiles(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Sends the file with this name.
     *
     * @return false if there is none, and nothing was sent
     */
    Future<Boolean> send(HttpServerRequest request, String name) {
        if (!NAME.matcher(name).matches() || name.equals(PAGE) || name.endsWith(".gz")) {
            return Future.succeededFuture(false);
        }
        return file(name).map(found -> {
            found.ifPresent(file -> send(request, name, file));
            return found.isPresent();
        });
    }

    /**
     * Sends the page, whose scripts show what the path names.
     *
     * @return false if the console is not installed, and nothing was sent
     */
    Future<Boolean> sendPage(HttpServerRequest request) {
        return file(PAGE).map(found -> {
            found.ifPresent(file -> {
                String nonce = nonce();
                HttpServerResponse response = request.response();
                ConsoleHeaders.addPagePolicy(response, nonce);
                response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
                end(request, Buffer.buffer(file.content().toString().replace(NONCE, nonce)));
            });
            return found.isPresent();
        });
    }

    private static void send(HttpServerRequest request, String name, StaticFile file) {
        boolean compressed = file.compressed() != null && acceptsGzip(request);
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, name.startsWith(ASSETS) ? FOREVER : REVALIDATE)
                .putHeader(HttpHeaders.VARY, "Accept-Encoding");
        if (compressed) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        end(request, compressed && file.compressed() != null ? file.compressed() : file.content());
    }

    private static void end(HttpServerRequest request, Buffer content) {
        if (request.method().equals(HttpMethod.HEAD)) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length()))
                    .end();
        } else {
            request.response().end(content);
        }
    }

    /** Values with q=0 are not accepted; browsers send none. */
    private static boolean acceptsGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null
                && Arrays.stream(accepted.split(",", -1))
                        .map(String::strip)
                        .anyMatch(coding -> coding.equals("gzip")
                                || coding.startsWith("gzip;") && !coding.matches("gzip;\\s*q=0(\\.0*)?"));
    }

    private Future<Optional<StaticFile>> file(String name) {
        StaticFile file = kept.get(name);
        if (file != null) {
            return Future.succeededFuture(Optional.of(file));
        }
        return read(name)
                .compose(content -> content.isEmpty()
                        ? Future.succeededFuture(Optional.empty())
                        : read(name + ".gz").map(compressed -> {
                            var read = new StaticFile(type(name), content.get(), compressed.orElse(null));
                            kept.put(name, read);
                            return Optional.of(read);
                        }));
    }

    private Future<Optional<Buffer>> read(String name) {
        return vertx.fileSystem().readFile(FOLDER + name).map(Optional::of).otherwise(missing -> Optional.empty());
    }

    private static String type(String name) {
        String type =
                Optional.ofNullable(MimeMapping.getMimeTypeForFilename(name)).orElse("application/octet-stream");
        return type.startsWith("text/") || type.endsWith("javascript") || type.endsWith("json")
                ? type + "; charset=utf-8"
                : type;
    }

    private String nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
