package dcm.command.admission.decision;

import dcm.contract.identity.HostName;
import dcm.contract.problem.HostRefusal;
import dcm.contract.problem.HostRefusal.Reason;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes why each host cannot run a container. */
public final class HostReasons {
    /** Limits the size of records and sentences in installations with many hosts. */
    private static final int MAX_RECORDED = 100;

    private static final int MAX_DESCRIBED = 10;

    /** The reasons of hosts that no container of this request could have used. */
    private static final Set<Reason> EXCLUDED = Set.of(Reason.NOT_REQUESTED, Reason.NOT_HOME_HOST);

    private HostReasons() {}

    /** The hosts as sentences; hosts with the same reason share one: {@code n1, n2: cordoned.} */
    public static String of(List<HostRefusal> hosts) {
        Map<String, List<HostName>> byDetail = mostTelling(hosts)
                .limit(MAX_DESCRIBED)
                .collect(Collectors.groupingBy(
                        HostRefusal::detail,
                        LinkedHashMap::new,
                        Collectors.mapping(HostRefusal::host, Collectors.toList())));
        String sentences = byDetail.entrySet().stream()
                .map(entry -> entry.getValue().stream().map(HostName::value).collect(Collectors.joining(", ")) + ": "
                        + sentence(entry.getKey()))
                .collect(Collectors.joining(" "));
        int more = hosts.size() - MAX_DESCRIBED;
        return more > 0 ? sentences + " " + more + (more == 1 ? " more host." : " more hosts.") : sentences;
    }

    /** The hosts that a record lists: at most {@value #MAX_RECORDED}. */
    public static List<HostRefusal> recorded(List<HostRefusal> hosts) {
        return mostTelling(hosts).limit(MAX_RECORDED).toList();
    }

    /** First the hosts that the request permits, so that their reasons are never left out. */
    private static Stream<HostRefusal> mostTelling(List<HostRefusal> hosts) {
        return hosts.stream().sorted(Comparator.comparing(host -> EXCLUDED.contains(host.reason())));
    }

    /** A host's own message can be a sentence already. */
    private static String sentence(String detail) {
        return detail.endsWith(".") ? detail : detail + ".";
    }
}
