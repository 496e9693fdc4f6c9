package dcm.user.join;

import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.PortRange;
import dcm.contract.intent.HostIntent.JoinHost;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.HostSnapshot;
import dcm.join.CertificateAuthority;
import dcm.join.CertificateRequest;
import dcm.join.Invitation;
import dcm.join.Invitations;
import dcm.join.JoinRequest;
import dcm.join.JoinResponse;
import dcm.join.JoinedHosts;
import dcm.rest.access.ClientAddress;
import dcm.rest.host.HostCache;
import dcm.rest.problem.ProblemException;
import dcm.user.rest.AdminIntentSubmitter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Gives an invited machine the credentials of a worker. The secret of the invitation replaces an access token. An
 * invitation is used only if everything else in the request is acceptable, so a machine can correct its request.
 */
@Path("/v1/hosts/joins")
@PermitAll
@RunOnVirtualThread
public class JoinResource {
    private static final Logger LOG = Logger.getLogger(JoinResource.class);

    private final JoinConfig config;
    private final HostCache hosts;
    private final ClientAddress client;
    private final SshPortReservations reservations;
    private final AdminIntentSubmitter submitter;
    private final boolean sharedStorage;

    JoinResource(
            JoinConfig config,
            HostCache hosts,
            ClientAddress client,
            SshPortReservations reservations,
            AdminIntentSubmitter submitter,
            @ConfigProperty(name = "dcm.storage.shared") boolean sharedStorage) {
        this.config = config;
        this.hosts = hosts;
        this.client = client;
        this.reservations = reservations;
        this.submitter = submitter;
        this.sharedStorage = sharedStorage;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true) // the protocol of ./dcm host join, not a part of the API
    public JoinResponse join(@Nullable JoinRequest request) throws IOException {
        String secret = request == null ? null : request.secret();
        if (request == null || request.host() == null || secret == null) {
            throw new InvalidValueException("host, secret: Both are required.");
        }
        HostName host = new HostName(request.host());
        Instant now = Instant.now();
        Invitations invitations = new Invitations(required(config.invitations()));
        Invitation invitation = invitations
                .find(host)
                .filter(found -> found.accepts(secret, now)
                        && found.credentials().joinId() != null) // null: created by an earlier version
                .orElseThrow(() -> notInvited(host));
        List<HostSnapshot> known = hosts.all();
        String address = JoinRules.reachable("address", request.address());
        JoinRules.requireOwn(address, client.text());
        List<String> aliases = aliases(request.aliases());
        if (request.engineId() == null) {
            throw new InvalidValueException("engineId: The id of the Docker Engine is required.");
        }
        JoinRules.requireFreeName(host, request.engineId(), known);
        JoinRules.requireSwarm(invitation.credentials().swarm(), request.swarm());
        JoinRules.requireNotInstallation(aliases, installationAddresses());
        JoinRules.requireOutside(networksOfContainers(), aliases, address, known);
        if (sharedStorage) {
            JoinRules.requireSharedHomes(host, request.storage(), known);
        }
        PortRange sshPorts = reservations.reserve(
                host, request.sshPorts() == null ? null : PortRange.parse(request.sshPorts()), known, now);
        PublicKey key = key(request.certificateRequest());
        CertificateAuthority authority =
                CertificateAuthority.load(required(config.authorityKey()), required(config.authorityCertificate()));
        JoinResponse response = new JoinResponse(
                invitation.credentials(),
                authority.serverCertificate(host.value(), key, List.of(address), now),
                authority.certificatePem(),
                sshPorts.toString(),
                JoinRules.isNew(host, request.engineId(), known));
        JoinId join = Objects.requireNonNull(invitation.credentials().joinId());
        HostDeclaration declaration = new HostDeclaration(join, request.engineId(), address, aliases, sshPorts);
        if (!invitations.use(host)) {
            throw notInvited(host);
        }
        try {
            submitter.submitAs(Actor.host(host), AggregateId.of(host), new JoinHost(declaration));
            new JoinedHosts(required(config.invitations())).store(host, address, join);
        } catch (IOException | RuntimeException e) {
            invitations.store(invitation); // so that the machine can try again
            throw e;
        }
        LOG.infof("host joined: host=%s address=%s sshPorts=%s id=%s", host, address, sshPorts, join);
        return response;
    }

    private static List<String> aliases(@Nullable List<String> requested) {
        if (requested == null || requested.isEmpty()) {
            throw new InvalidValueException("aliases: At least one address for published ports is required.");
        }
        return requested.stream()
                .map(alias -> JoinRules.reachable("aliases", alias))
                .toList();
    }

    /** The addresses of the machine that runs the services. */
    private List<String> installationAddresses() throws UnknownHostException {
        return config.clusterAddress().isEmpty()
                ? List.of()
                : Stream.of(InetAddress.getAllByName(config.clusterAddress().get()))
                        .map(InetAddress::getHostAddress)
                        .toList();
    }

    private List<AddressBlock> networksOfContainers() {
        return Stream.of(
                        AddressBlock.ofThisMachine().stream(),
                        Stream.of(AddressBlock.parse(config.hostNetworks())),
                        config.swarmNetworks().stream().map(AddressBlock::parse))
                .flatMap(blocks -> blocks)
                .toList();
    }

    static PublicKey key(@Nullable String certificateRequest) {
        try {
            return CertificateRequest.verifiedKey(certificateRequest == null ? "" : certificateRequest);
        } catch (IOException e) {
            throw new InvalidValueException("certificateRequest: " + e.getMessage() + ".");
        }
    }

    private static <T> T required(Optional<T> setting) {
        return setting.orElseThrow(() -> new ProblemException(
                ErrorCode.NOT_INVITED,
                "This installation does not accept other hosts. Start it with the address at which hosts reach it:"
                        + " DCM_CLUSTER_ADDRESS=ADDRESS ./dcm up"));
    }

    private static ProblemException notInvited(HostName host) {
        return new ProblemException(
                ErrorCode.NOT_INVITED,
                "The join token of " + host
                        + " is unknown, expired, or was used. Create another one: ./dcm host invite " + host);
    }
}
