package dcm.projection.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.problem.ErrorCode;
import dcm.projection.container.ContainerRow;
import dcm.projection.host.WorkerAddresses;
import dcm.projection.replay.ViewProgress;
import dcm.rest.access.AccountRoles;
import dcm.rest.access.Caller;
import dcm.rest.description.ErrorResponses;
import dcm.rest.problem.ProblemException;
import dcm.rest.stream.StreamSlots;
import dcm.rest.stream.StreamedResponse;
import dcm.rest.stream.StreamedResponse.Source;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Queries about logs, stats and processes of the caller's containers. The service forwards each request with the
 * caller's token to the worker of the container's host, which checks the owner again.
 */
@Path("/v1/containers/{handle}")
@Tag(name = "containers")
@RolesAllowed(AccountRoles.USER)
@Blocking // Quarkus cannot stream from a virtual thread
public class ContainerDiagnosticsQueries {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** Docker needs two seconds to measure a container's usage. */
    private static final Duration FIRST_BYTE = Duration.ofSeconds(20);

    private static final int BUFFER = 16 * 1024;

    /** More than a worker answers; its list of processes comes from at most 1 MiB. */
    private static final int MAX_BYTES = 4 << 20;

    private final Caller caller;
    private final StreamSlots slots;
    private final ViewProgress progress;
    private final JsonWebToken token;
    private final WorkerAddresses workers;
    private final ObjectMapper json;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    ContainerDiagnosticsQueries(
            Caller caller,
            StreamSlots slots,
            ViewProgress progress,
            JsonWebToken token,
            WorkerAddresses workers,
            ObjectMapper json) {
        this.caller = caller;
        this.slots = slots;
        this.progress = progress;
        this.token = token;
        this.workers = workers;
        this.json = json;
    }

    @GET
    @Path("/logs")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getContainerLogs",
            summary = "Show the logs of a container",
            description = "Standard output and standard error of the command and of the SSH server.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-container,ambiguous-handle,engine-failed,host-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "The logs as text",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "begin", value = "Server listening on 0.0.0.0 port 22.")))
    public Multi<byte[]> logs(
            @PathParam("handle") String handle,
            @Parameter(description = "Number of lines from the end") @QueryParam("tail") @DefaultValue("100") int tail,
            @Parameter(description = "Whether to follow the logs") @QueryParam("follow") @DefaultValue("false")
                    boolean follow,
            @Context HttpServerResponse response) {
        Source source = slots.open(
                caller.name(),
                () -> new Passed(
                        ask(handle, "logs?tail=" + tail + "&follow=" + follow).body()));
        return StreamedResponse.of(response, MediaType.TEXT_PLAIN + ";charset=utf-8", source);
    }

    @GET
    @Path("/stats")
    @Produces(StreamedResponse.LINES)
    @Operation(
            operationId = "getContainerStats",
            summary = "Show the CPU, memory, network, disk and process usage of a container",
            description = "With follow=true, one JSON document per second, each on one line.")
    @Extension(
            name = ErrorResponses.CODES,
            value = "unknown-container,ambiguous-handle,wrong-state,engine-failed,host-unreachable")
    @APIResponse(
            responseCode = "200",
            description = "One JSON document; with follow=true, one per second, each on one line",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ContainerStats.class)),
                @Content(mediaType = StreamedResponse.LINES, schema = @Schema(implementation = ContainerStats.class))
            })
    public Multi<byte[]> stats(
            @PathParam("handle") String handle,
            @Parameter(description = "Whether to repeat this every second") @QueryParam("follow") @DefaultValue("false")
                    boolean follow,
            @Context HttpServerResponse response) {
        Source source = slots.open(
                caller.name(),
                () -> new Lines(ask(handle, "stats?follow=" + follow).body()));
        return StreamedResponse.of(response, follow ? StreamedResponse.LINES : MediaType.APPLICATION_JSON, source);
    }

    @GET
    @Path("/top")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listContainerProcesses",
            summary = "List the processes of a container, with process ids of its host")
    @Extension(
            name = ErrorResponses.CODES,
            value = "unknown-container,ambiguous-handle,wrong-state,engine-failed,host-unreachable")
    public ContainerProcesses top(@PathParam("handle") String handle) {
        return slots.during(caller.name(), () -> {
            try (InputStream answer = ask(handle, "top").body()) {
                return json.readValue(limited(answer), ContainerProcesses.class);
            } catch (IOException e) {
                throw new ProblemException(
                        ErrorCode.HOST_UNREACHABLE, "The host did not return a list of processes. Try again later.");
            }
        });
    }

    /** Reads an answer of a worker. */
    private static byte[] limited(InputStream answer) throws IOException {
        byte[] bytes = answer.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException("an answer of more than " + MAX_BYTES + " bytes");
        }
        return bytes;
    }

    private HttpResponse<InputStream> ask(String handle, String what) {
        OwnerName owner = caller.name();
        progress.catchUp(owner);
        ContainerRow container = Handles.find(owner, handle);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url(container) + "/v1/containers/" + container.id + "/" + what))
                .header("Authorization", "Bearer " + token.getRawToken())
                .timeout(FIRST_BYTE)
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
            if (answer.statusCode() >= 400) {
                throw problem(answer);
            }
            return answer;
        } catch (IOException e) {
            throw new ProblemException(
                    ErrorCode.HOST_UNREACHABLE, "The host " + container.host + " does not respond. Try again later.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ErrorCode.HOST_UNREACHABLE, "The service is stopping. Try again.");
        }
    }

    private String url(ContainerRow container) {
        return workers.url(new HostName(container.host))
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.HOST_UNREACHABLE,
                        "The host " + container.host + " does not provide logs, statistics or processes."));
    }

    private ProblemException problem(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            JsonNode problem = json.readTree(limited(body));
            return new ProblemException(
                    ErrorCode.ofCode(problem.path("code").asText()),
                    problem.path("detail").asText());
        } catch (IllegalArgumentException e) {
            throw new IOException("an answer that is no problem document", e);
        }
    }

    /** The host's response, forwarded unchanged. */
    private record Passed(InputStream body) implements Source {
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

    /** The host's response, line by line. The framework adds the line breaks. */
    private record Lines(InputStream body, BufferedReader reader) implements Source {
        Lines(InputStream body) {
            this(body, new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
        }

        @Override
        public Optional<byte[]> next() throws IOException {
            return Optional.ofNullable(reader.readLine()).map(line -> line.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closeQuietly(body); // closing the reader would wait for a blocked read
        }
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // The client has disconnected.
        }
    }
}
