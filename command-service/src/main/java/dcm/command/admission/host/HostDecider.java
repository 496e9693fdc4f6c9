package dcm.command.admission.host;

import dcm.command.admission.decision.DecisionContext;
import dcm.command.admission.state.HostState;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostCordoned;
import dcm.contract.event.HostEvent.HostJoined;
import dcm.contract.event.HostEvent.HostLabeled;
import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.event.HostEvent.HostUncordoned;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Printable;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.HostIntent.CordonHost;
import dcm.contract.intent.HostIntent.DrainHost;
import dcm.contract.intent.HostIntent.JoinHost;
import dcm.contract.intent.HostIntent.LabelHost;
import dcm.contract.intent.HostIntent.RemoveHost;
import dcm.contract.intent.HostIntent.UncordonHost;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.HomeStorage;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a worker may join or continue as a host, and administrators' intents about hosts. Most heartbeats
 * cause no event.
 */
public final class HostDecider {
    private HostDecider() {}

    /** The events that follow from a heartbeat. */
    public static List<HostEvent> react(HostState state, HostName host, HostReported report, DecisionContext context) {
        Optional<String> objection = refusal(state, host, report, context);
        if (objection.isPresent()) {
            HostRefused refused = new HostRefused(report.engineId(), ErrorCode.HOST_CONFLICT, objection.get());
            HostRefused last = state.refused();
            // A worker can change the reason with each heartbeat, and must not fill the log.
            return last != null && last.code() == refused.code() ? List.of() : List.of(refused);
        }
        HostRegistered was = state.registered();
        int partition = was == null ? 0 : was.partition(); // unused, but a part of the format
        HostRegistered now = new HostRegistered(report.engineId(), partition, report.sshPorts());
        return now.equals(was) ? List.of() : List.of(now);
    }

    /** The event that answers {@code intent}. */
    public static HostEvent decide(
            HostState state, HostName host, IntentId id, HostIntent intent, DecisionContext context) {
        boolean possible = state.registered() != null
                || intent instanceof JoinHost
                || intent instanceof RemoveHost && state.declaration() != null; // it has joined, and has not reported
        if (!possible) {
            return reject(id, ErrorCode.UNKNOWN_HOST, "There is no host '" + host + "'.");
        }
        return switch (intent) {
            case JoinHost join -> join(state, host, id, join.declaration(), context);
            // A cordon keeps an earlier drain and, if it has no reason, the earlier reason.
            case CordonHost cordon ->
                new HostCordoned(
                        id,
                        reason(cordon.reason(), state),
                        state.cordon() == null ? null : state.cordon().drainAt());
            case DrainHost drain -> new HostCordoned(id, reason(drain.reason(), state), drain.at());
            case LabelHost label -> new HostLabeled(id, label.labels());
            case UncordonHost uncordon -> new HostUncordoned(id);
            case RemoveHost remove -> remove(host, id, context);
        };
    }

    private static HostEvent join(
            HostState state, HostName host, IntentId id, HostDeclaration declaration, DecisionContext context) {
        HostRegistered registered = state.registered();
        Optional<String> conflict = registered != null && !registered.engineId().equals(declaration.engineId())
                ? Optional.of("The host " + host + " exists, with the Docker Engine " + registered.engineId()
                        + "; this machine has the engine " + declaration.engineId()
                        + ". Invite the machine under another name, or remove the host first: dcm host rm " + host)
                : DeclarationRules.conflict(host, declaration, context.hosts());
        return conflict.map(detail -> reject(id, ErrorCode.HOST_CONFLICT, detail))
                .orElseGet(() -> new HostJoined(id, declaration));
    }

    private static HostEvent remove(HostName host, IntentId id, DecisionContext context) {
        Optional<HostSnapshot> reporting = context.reportingHost(host);
        if (reporting.isEmpty()) {
            return new HostRemoved(id);
        }
        Refusal refusal = reporting.get().refusal();
        return reject(
                id,
                ErrorCode.HOST_ALIVE,
                "The host '" + host + "' is still running, and removing it would lose its containers and home"
                        + " directories."
                        + (refusal == null ? "" : " Its reports are refused: " + refusal.reason())
                        + " Drain it, stop its worker, and remove the host after "
                        + reporting.get().maxSilence().toSeconds() + " s without a report.");
    }

    private static @Nullable String reason(@Nullable String given, HostState state) {
        return given != null || state.cordon() == null ? given : state.cordon().reason();
    }

    private static HostEvent reject(IntentId id, ErrorCode code, String detail) {
        return new IntentRejected(id, code, detail, Map.of());
    }

    /** True if the reporting worker is the one that joined, belongs to this installation, and has its homes. */
    public static boolean isMember(HostState state, HostName host, HostReported report, DecisionContext context) {
        HostRegistered registered = state.registered();
        return registered != null
                && otherInstallation(report, context).isEmpty()
                && storageObjection(host, report, context).isEmpty()
                && declarationObjection(state, host, report).isEmpty()
                && registered.engineId().equals(report.engineId())
                && registered.sshPorts().equals(report.sshPorts());
    }

    /** Why a heartbeat is refused; empty if it is accepted. */
    public static Optional<String> refusal(
            HostState state, HostName host, HostReported report, DecisionContext context) {
        return objection(state, host, report, context).map(Printable::sentence); // it quotes the worker
    }

    private static Optional<String> objection(
            HostState state, HostName host, HostReported report, DecisionContext context) {
        Optional<String> declared = declarationObjection(state, host, report);
        if (declared.isPresent()) {
            return declared;
        }
        HostRegistered registered = state.registered();
        if (registered != null && !registered.engineId().equals(report.engineId())) {
            return Optional.of("The host " + host + " joined with the Docker Engine " + registered.engineId()
                    + "; this worker uses the engine " + Printable.quoted(report.engineId())
                    + ". Restore the data directory of the first engine. If it is gone, its containers are, too: run"
                    + " dcm host rm " + host + ". The worker then registers the host again with its present engine.");
        }
        Optional<String> installation = otherInstallation(report, context);
        if (installation.isPresent()) {
            return Optional.of("The worker belongs to the installation "
                    + Printable.quoted(String.valueOf(report.installation()))
                    + ", but this is the installation " + installation.get()
                    + ". Start the worker with DCM_INSTALLATION=" + installation.get() + ".");
        }
        Optional<String> storage = storageObjection(host, report, context);
        if (storage.isPresent()) {
            return storage;
        }
        return context.hosts().stream()
                .filter(other -> !other.name().equals(host) && other.removedAt() == null)
                .filter(other -> other.sshPorts().overlaps(report.sshPorts()))
                .findFirst()
                .map(other -> "The SSH ports " + report.sshPorts() + " of " + host + " overlap those of " + other.name()
                        + " (" + other.sshPorts()
                        + "). Each SSH port identifies one container. Give this host another range.")
                .or(() -> firstConflict(state, host, context));
    }

    /** Another machine may have joined with the same addresses before either reported. */
    private static Optional<String> firstConflict(HostState state, HostName host, DecisionContext context) {
        return state.registered() != null || state.declaration() == null
                ? Optional.empty()
                : DeclarationRules.conflict(host, state.declaration(), context.hosts());
    }

    private static Optional<String> declarationObjection(HostState state, HostName host, HostReported report) {
        HostDeclaration declaration = state.declaration();
        return declaration == null ? Optional.empty() : DeclarationRules.objection(declaration, host, report);
    }

    /**
     * Where homes are shared: why the host's directory of homes is not the one of the live hosts. Silent hosts do not count, so
     * that an installation can move its homes.
     */
    private static Optional<String> storageObjection(HostName host, HostReported report, DecisionContext context) {
        if (!context.policy().sharedStorage()) {
            return Optional.empty();
        }
        HomeStorage storage = report.storage();
        if (storage == null) {
            return Optional.of("The homes are shared, and the worker of " + host
                    + " reports no directory of homes. Mount it at DCM_STORAGE, or upgrade the worker.");
        }
        return context.liveHosts().stream()
                .filter(other -> !other.name().equals(host))
                .flatMap(other -> Stream.ofNullable(other.report().storage())
                        .flatMap(known -> storage.difference(known, other.name()).stream()))
                .findFirst();
    }

    /** The installation of the known hosts if the report names another one. */
    private static Optional<String> otherInstallation(HostReported report, DecisionContext context) {
        return report.installation() == null
                ? Optional.empty()
                : context.known().installations().stream()
                        .filter(known -> !known.equals(report.installation()))
                        .findFirst();
    }
}
