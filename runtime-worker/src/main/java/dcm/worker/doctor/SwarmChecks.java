package dcm.worker.doctor;

import static dcm.worker.doctor.Findings.ok;
import static dcm.worker.doctor.Findings.problem;

import dcm.contract.report.Finding;
import dcm.worker.engine.EngineConfiguration;
import dcm.worker.swarm.SwarmFacts;
import java.util.List;

/** Checks the swarm that connects containers across hosts. Pure. */
final class SwarmChecks {
    private SwarmChecks() {}

    /** Nothing if there is no swarm. */
    static List<Finding> of(EngineConfiguration engine, SwarmFacts swarm) {
        return swarm.mode().isOn()
                ? List.of(liveRestore(engine), connection(swarm), accounts(swarm), addresses(swarm))
                : List.of();
    }

    private static Finding liveRestore(EngineConfiguration engine) {
        return engine.liveRestore()
                ? problem(
                        "live-restore",
                        "The swarm of the hosts (DCM_SWARM) does not work with Docker's live-restore.",
                        "Set \"live-restore\": false in Docker's daemon.json and reload Docker.")
                : ok(
                        "live-restore",
                        "It is off, as the swarm of the hosts requires. All containers stop when Docker restarts.");
    }

    private static Finding connection(SwarmFacts swarm) {
        return swarm.problem()
                .map(reason -> problem(
                        Finding.SWARM,
                        "The networks across hosts do not work here, so containers cannot start: " + reason + ".",
                        "Check that the manager is reachable at the port 2377. If the engine was removed from the swarm,"
                                + " remove the host (dcm host rm NAME) and let the machine join again (dcm host invite"
                                + " NAME, and there: dcm down, dcm host join)."))
                .orElseGet(() -> ok(Finding.SWARM, "The containers of an owner reach one another across hosts."));
    }

    private static Finding accounts(SwarmFacts swarm) {
        return swarm.networksProblem()
                .map(reason -> problem(
                        "swarm-accounts",
                        "Networks of accounts are missing, so their containers cannot start: " + reason + ".",
                        "See the log of the worker; it tries again every 30 s."))
                .orElseGet(() -> ok("swarm-accounts", "No network of an account is missing."));
    }

    private static Finding addresses(SwarmFacts swarm) {
        return swarm.overlapping().isEmpty()
                ? ok("swarm-networks", "No network of this host overlaps " + swarm.networks() + ".")
                : problem(
                        "swarm-networks",
                        "Networks of this host overlap those across hosts, " + swarm.networks() + ": "
                                + String.join(", ", swarm.overlapping()) + ". Containers may not reach them.",
                        "Choose other addresses before the swarm is formed: DCM_SWARM_NETWORKS=A.B.C.D/BITS");
    }
}
