package dcm.user.join;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.problem.ErrorCode;
import dcm.join.CertificateAuthority;
import dcm.join.JoinedHosts;
import dcm.join.JoinedHosts.Joined;
import dcm.join.RenewalRequest;
import dcm.join.RenewalResponse;
import dcm.rest.access.ClientAddress;
import dcm.rest.host.HostCache;
import dcm.rest.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives a host a new certificate for its name and address. The host's key for reports replaces an access token. A host
 * that was removed gets none.
 */
@Path("/v1/hosts/renewals")
@PermitAll
@RunOnVirtualThread
public class RenewalResource {
    private static final Logger LOG = Logger.getLogger(RenewalResource.class);

    private final JoinConfig config;
    private final HostCache hosts;
    private final ClientAddress client;

    RenewalResource(JoinConfig config, HostCache hosts, ClientAddress client) {
        this.config = config;
        this.hosts = hosts;
        this.client = client;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true) // called by dcm up on a host, not a part of the API
    public RenewalResponse renew(@Nullable RenewalRequest request) throws IOException {
        if (request == null || request.host() == null || request.authentication() == null) {
            throw new InvalidValueException("host, authentication: Both are required.");
        }
        HostName host = new HostName(request.host());
        String certificateRequest = Objects.requireNonNullElse(request.certificateRequest(), "");
        String address = Objects.requireNonNullElse(request.address(), "");
        List<String> fields = RenewalRequest.protectedFields(host.value(), certificateRequest, address);
        Joined joined = JoinRules.requireHost(
                host, hosts.find(host), new JoinedHosts(JoinRules.requireConfigured(config.invitations())).find(host));
        if (!key(host, joined).hasAuthenticated(request.authentication(), fields)) {
            throw refused(host);
        }
        JoinRules.requireJoinedAt(host, address, joined);
        JoinRules.requireOwn(JoinRules.reachable("address", address), client.text());
        CertificateAuthority authority = CertificateAuthority.load(
                JoinRules.requireConfigured(config.authorityKey()),
                JoinRules.requireConfigured(config.authorityCertificate()));
        RenewalResponse response = new RenewalResponse(authority.serverCertificate(
                host.value(), JoinResource.key(certificateRequest), List.of(address), Instant.now()));
        LOG.infof("certificate of a host renewed: host=%s address=%s", host, address);
        return response;
    }

    private ReportKey key(HostName host, Joined joined) throws IOException {
        String secret = Files.readString(JoinRules.requireConfigured(config.reportsSecret()))
                .strip();
        return ReportKey.derive(secret, ReportSource.worker(host, joined.join()));
    }

    private static ProblemException refused(HostName host) {
        return new ProblemException(
                ErrorCode.NOT_INVITED,
                "The request is not authenticated by the host " + host
                        + ". Let the machine join again: dcm host invite " + host);
    }
}
