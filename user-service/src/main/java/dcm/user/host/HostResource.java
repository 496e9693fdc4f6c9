package dcm.user.host;

import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.intent.HostIntent.RemoveHost;
import dcm.contract.intent.HostIntent.UncordonHost;
import dcm.contract.snapshot.HostSnapshot;
import dcm.join.Invitations;
import dcm.join.JoinedHosts;
import dcm.rest.access.AccountRoles;
import dcm.rest.description.ErrorResponses;
import dcm.rest.entitytag.EntityTag;
import dcm.rest.host.HostCache;
import dcm.rest.problem.RequiredBody;
import dcm.user.join.JoinConfig;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The administrators' API that cordons, drains, labels and removes hosts. */
@Path("/v1/hosts/{name}")
@Tag(name = "hosts")
@APIResponse(responseCode = "204", description = "Done")
@RolesAllowed(AccountRoles.ADMINISTRATOR)
@RunOnVirtualThread
public class HostResource {
    private static final Logger LOG = Logger.getLogger(HostResource.class);

    private final AdminIntentSubmitter submitter;
    private final HostCache hosts;
    private final EntityTag tag;
    private final JoinConfig join;

    HostResource(AdminIntentSubmitter submitter, HostCache hosts, EntityTag tag, JoinConfig join) {
        this.join = join;
        this.submitter = submitter;
        this.hosts = hosts;
        this.tag = tag;
    }

    @POST
    @Path("/cordon")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cordonHost",
            summary = "Cordon a host: place no new containers on it",
            description = "Existing containers keep running and can be started.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-host")
    public void cordon(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @RequestBody(required = false) @Nullable CordonRequest request) {
        submitter.submit(host(name), (request == null ? CordonRequest.PLAIN : request).toIntent(), dryRunOnly);
    }

    @POST
    @Path("/drain")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "drainHost",
            summary = "Drain a host",
            description =
                    "The host accepts no new containers, the owners of its containers see a warning, and containers"
                            + " that still run at the given time are stopped. Home directories and containers stay;"
                            + " after uncordon the containers can be started.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-host")
    public void drain(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable DrainRequest body) {
        DrainRequest request = RequiredBody.of(body, "a JSON object with at least the field at");
        submitter.submit(host(name), request.toIntent(Instant.now()), dryRunOnly);
    }

    @POST
    @Path("/uncordon")
    @Operation(
            operationId = "uncordonHost",
            summary = "Uncordon a host: place containers on it again",
            description = "Containers that the drain stopped stay stopped until their owners start them.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-host")
    public void uncordon(
            @PathParam("name") String name, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        submitter.submit(host(name), new UncordonHost(), dryRunOnly);
    }

    @PUT
    @Path("/labels")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "labelHost",
            summary = "Set the labels of a host",
            description =
                    "Replaces all labels. A user can request a host with certain labels for a new container. Existing"
                            + " containers stay where they are.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-host,precondition-failed")
    public void label(
            @PathParam("name") String name,
            @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly,
            @Nullable LabelsRequest body) {
        LabelsRequest request = RequiredBody.of(body, "a JSON object with the field labels");
        tag.check(hosts.find(new HostName(name)).map(HostSnapshot::labels));
        submitter.submit(host(name), request.toIntent(), dryRunOnly);
    }

    @DELETE
    @Operation(
            operationId = "removeHost",
            summary = "Remove a host permanently",
            description =
                    "Its containers, images and home directories are lost. Their owners get their quota back and can"
                            + " create containers on other hosts. Rejected while the host is running.")
    @Extension(name = ErrorResponses.CODES, value = "unknown-host,host-alive")
    public void remove(
            @PathParam("name") String name, @QueryParam("dryRun") @DefaultValue("false") boolean dryRunOnly) {
        submitter.submit(host(name), new RemoveHost(), dryRunOnly);
        forgetJoin(new HostName(name));
    }

    /** Without these files, the launcher does not give the removed host's worker access again. */
    private void forgetJoin(HostName host) {
        join.invitations().ifPresent(directory -> {
            try {
                new Invitations(directory).use(host);
                new JoinedHosts(directory).remove(host);
            } catch (IOException e) {
                LOG.warnf("files of a removed host were not deleted: host=%s reason=%s", host, e);
            }
        });
    }

    private static AggregateId host(String name) {
        return AggregateId.of(new HostName(name));
    }
}
