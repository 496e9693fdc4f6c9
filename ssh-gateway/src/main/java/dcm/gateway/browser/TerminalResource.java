package dcm.gateway.browser;

import dcm.contract.problem.ErrorCode;
import dcm.rest.access.GatewaySecret;
import dcm.rest.problem.Problem;
import dcm.rest.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Opens, lists and ends terminals. {@link Callers} authenticates: the services of the API judge the token. */
@Path("/terminals")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TerminalResource {
    private static final String ADDRESS = "X-Forwarded-For";

    private final Callers callers;
    private final Terminals terminals;
    private final TerminalOpener opener;

    TerminalResource(Callers callers, Terminals terminals, TerminalOpener opener) {
        this.callers = callers;
        this.terminals = terminals;
        this.opener = opener;
    }

    /** The answer to a request for the list. */
    public record TerminalList(List<TerminalView> items) {}

    @POST
    @ResponseStatus(201)
    @Operation(hidden = true)
    public TerminalView open(
            @HeaderParam(GatewaySecret.HEADER) @Nullable String authentication,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(ADDRESS) @Nullable String address,
            @Nullable TerminalRequest request) {
        if (request == null) {
            throw new ProblemException(ErrorCode.BAD_INPUT, "The body is missing: {\"container\": HANDLE}.");
        }
        return terminals.view(opener.open(callers.of(authentication, authorization, address), request));
    }

    @GET
    @Operation(hidden = true)
    public TerminalList list(
            @HeaderParam(GatewaySecret.HEADER) @Nullable String authentication,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return new TerminalList(
                terminals.of(callers.of(authentication, authorization, null).account()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(hidden = true)
    public void end(
            @HeaderParam(GatewaySecret.HEADER) @Nullable String authentication,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @PathParam("id") String id) {
        terminals
                .find(callers.of(authentication, authorization, null).account(), id)
                .orElseThrow(() -> new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "You have no such terminal. It has ended, or the SSH gateway was restarted."))
                .end(TerminalEnd.CLOSED);
    }

    @ServerExceptionMapper
    Response refused(ServiceRefusal refusal) {
        return Response.status(refusal.status())
                .type(Problem.MEDIA_TYPE)
                .entity(refusal.problem().toString())
                .build();
    }
}
