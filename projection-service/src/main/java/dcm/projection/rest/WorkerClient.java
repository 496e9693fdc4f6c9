package dcm.projection.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamedResponse.Source;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Sends the caller's requests to the workers, which check the owner again. Thread-safe. */
@ApplicationScoped
class WorkerClient {
    private static final Logger LOG = Logger.getLogger(WorkerClient.class);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Docker needs two seconds to measure a container's usage. */
    private static final Duration FIRST_BYTE = Duration.ofSeconds(20);

    /** Must exceed the time of the longest upload. */
    private static final Duration UPLOAD = Duration.ofHours(2);

    private static final int BUFFER = 16 * 1024;

    /** More than a worker answers; its list of processes comes from at most 1 MiB. */
    private static final int MAX_BYTES = 4 << 20;

    private final WorkerRequests requests;
    private final ObjectMapper json;
    private final HttpClient http;

    WorkerClient(WorkerRequests requests, ObjectMapper json) {
        this.requests = requests;
        this.json = json;
        this.http = requests.newClient(CONNECT);
    }

    /**
     * The response of a worker.
     *
     * @throws ProblemException if the worker refuses the request or does not respond
     */
    InputStream get(HostName host, String path) {
        return send(host, request(host, path).timeout(FIRST_BYTE).GET().build());
    }

    /** The same in an account's name, for threads that handle no request. */
    InputStream get(HostName host, String path, OwnerName account) {
        return send(
                host,
                known(host, requests.to(host, path, account))
                        .timeout(FIRST_BYTE)
                        .GET()
                        .build());
    }

    /** Uploads a body, and returns when the worker has read it. */
    void put(HostName host, String path, InputStream body) {
        HttpRequest request = request(host, path)
                .timeout(UPLOAD)
                .header("Content-Type", "application/x-tar")
                .PUT(BodyPublishers.ofInputStream(() -> body))
                .build();
        closeQuietly(send(host, request));
    }

    /** Sends a document, and returns when the worker has read it. */
    void put(HostName host, String path, Object document) {
        HttpRequest request = request(host, path)
                .timeout(UPLOAD)
                .header("Content-Type", MediaType.APPLICATION_JSON)
                .PUT(document(document))
                .build();
        closeQuietly(send(host, request));
    }

    /**
     * The response of a worker to a document.
     *
     * @throws ProblemException if the worker refuses the request or does not respond
     */
    InputStream post(HostName host, String path, Object document) {
        return send(
                host,
                request(host, path)
                        .timeout(FIRST_BYTE)
                        .header("Content-Type", MediaType.APPLICATION_JSON)
                        .POST(document(document))
                        .build());
    }

    private BodyPublisher document(Object document) {
        try {
            return BodyPublishers.ofByteArray(json.writeValueAsBytes(document));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "a document that cannot be written"); // the cause could contain a password
        }
    }

    private HttpRequest.Builder request(HostName host, String path) {
        return known(host, requests.to(host, path));
    }

    private static HttpRequest.Builder known(HostName host, Optional<HttpRequest.Builder> request) {
        return request.orElseThrow(() -> new ProblemException(
                ErrorCode.HOST_UNREACHABLE,
                "The address of the worker of host " + host + " is not known yet. Try again later."));
    }

    private InputStream send(HostName host, HttpRequest request) {
        try {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() >= 400) {
                throw problem(host, answer);
            }
            return answer.body();
        } catch (IOException e) {
            LOG.warnf("worker does not respond: host=%s reason=%s", host, e);
            throw new ProblemException(
                    ErrorCode.HOST_UNREACHABLE, "The host " + host + " does not respond. Try again later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ErrorCode.HOST_UNREACHABLE, "The service is stopping. Try again.");
        }
    }

    private ProblemException problem(HostName host, HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            JsonNode problem = json.readTree(limited(body));
            ErrorCode code = ErrorCode.ofCode(problem.path("code").asText());
            String detail = problem.path("detail").asText();
            return code == ErrorCode.UNAUTHENTICATED ? tokenRejected(host, detail) : new ProblemException(code, detail);
        } catch (IllegalArgumentException e) {
            throw new IOException("an answer that is no problem document", e);
        }
    }

    /** This is not about the user's own token, which was accepted here. */
    private static ProblemException tokenRejected(HostName host, String detail) {
        LOG.errorf("worker rejected the token of this service: host=%s reason=%s", host, Printable.quoted(detail));
        return new ProblemException(
                ErrorCode.HOST_UNREACHABLE,
                "The host " + host + " does not accept requests of DCM's services. An administrator must compare its"
                        + " DCM_HOST_TOKEN_KEY and its clock with those of projection-service.");
    }

    /** Reads an answer of a worker. */
    static byte[] limited(InputStream answer) throws IOException {
        byte[] bytes = answer.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("an answer of more than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    /** The host's response, forwarded unchanged. */
    record Passed(InputStream body) implements Source {
        @Override
        public Optional<byte[]> next() throws IOException {
            byte[] buffer = new byte[BUFFER];
            int read = body.read(buffer);
            return read < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, read));
        }

        @Override
        public void close() {
            closeQuietly(body);
        }
    }

    /** A host could send one without an end. */
    private static final int LONGEST_LINE = 256 * 1024;

    /** The host's response, line by line. The framework adds the line breaks. */
    record Lines(InputStream body, BufferedReader reader) implements Source {
        Lines(InputStream body) {
            this(body, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
        }

        @Override
        public Optional<byte[]> next() throws IOException {
            StringBuilder line = new StringBuilder();
            int character = reader.read();
            while (character >= 0 && character != '\n') {
                if (line.length() == LONGEST_LINE) {
                    throw new IOException("a host sends a line of more than %d characters".formatted(LONGEST_LINE));
                }
                line.append((char) character);
                character = reader.read();
            }
            return character < 0 && line.isEmpty()
                    ? Optional.empty()
                    : Optional.of(line.toString().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closeQuietly(body); // closing the reader would wait for a blocked read
        }
    }

    static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The client has disconnected.
        }
    }
}
