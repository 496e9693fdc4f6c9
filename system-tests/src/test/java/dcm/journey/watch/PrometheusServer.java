package dcm.journey.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Debian's Prometheus with the configuration in {@code infra/monitoring}, for the stack of the journeys. It reads metrics each second. */
final class PrometheusServer implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:80(\\d\\d)");
    private static final int DEFAULT_PORT_BASE = 80;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final Process process;

    private PrometheusServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    static PrometheusServer start(RunningStack stack) throws IOException {
        Path monitoring = stack.installation().programs().root().resolve("infra/monitoring");
        Path directory = Files.createTempDirectory(stack.temporaryFiles(), "prometheus");
        int first = URI.create(stack.part("api-gateway").url()).getPort();
        String config = PORT.matcher(Files.readString(monitoring.resolve("prometheus.yml")))
                .replaceAll(port -> "127.0.0.1:" + (first + Integer.parseInt(port.group(1)) - DEFAULT_PORT_BASE));
        Files.writeString(
                directory.resolve("prometheus.yml"),
                config.replace("15s", "3s").replace("- alerts.yml", "- " + monitoring.resolve("alerts.yml")));
        int port = ServerProcess.freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, URI.create("http://127.0.0.1:" + port));
        Eventually.that("Prometheus is ready", () -> server.get("/-/ready").statusCode() == 200);
        return server;
    }

    /** The values of a query; it fails if Prometheus cannot parse the expression. */
    List<Double> query(String expression) {
        List<Double> values = new ArrayList<>();
        for (JsonNode sample : data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result")) {
            values.add(sample.path("value").path(1).asDouble());
        }
        return values;
    }

    /** The sum of the values of a query; 0 if there are none. */
    double sum(String expression) {
        return query(expression).stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The names of all metrics that were read. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        data("/api/v1/label/__name__/values").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The expressions of the alerts, by name. */
    Map<String, String> alerts() {
        Map<String, String> expressions = new TreeMap<>();
        for (JsonNode group : data("/api/v1/rules").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                expressions.put(rule.path("name").asText(), rule.path("query").asText());
            }
        }
        return expressions;
    }

    private JsonNode data(String path) {
        try {
            HttpResponse<String> response = get(path);
            if (response.statusCode() != 200) {
                throw new AssertionError(path + ": " + response.body());
            }
            return new JsonMapper().readTree(response.body()).path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        ServerProcess.end(process);
        client.close();
    }
}
