package dcm.command.admission.decision;

import dcm.contract.identity.HostName;
import dcm.contract.problem.HostRefusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Describes why each host cannot run a container. */
public final class HostReasons {
    /** Limits the size of records and sentences in installations with many hosts. */
    private static final int MOST_RECORDED = 100;

    private static final int MOST_DESCRIBED = 10;

    private HostReasons() {}

    /** The hosts as sentences; hosts with the same reason share one: {@code n1, n2: cordoned.} */
    public static String of(List<HostRefusal> hosts) {
        Map<String, List<HostName>> byDetail = hosts.stream()
                .limit(MOST_DESCRIBED)
                .collect(Collectors.groupingBy(
                        HostRefusal::detail,
                        LinkedHashMap::new,
                        Collectors.mapping(HostRefusal::host, Collectors.toList())));
        String sentences = byDetail.entrySet().stream()
                .map(entry -> entry.getValue().stream().map(HostName::value).collect(Collectors.joining(", ")) + ": "
                        + sentence(entry.getKey()))
                .collect(Collectors.joining(" "));
        int more = hosts.size() - MOST_DESCRIBED;
        return more > 0 ? sentences + " " + more + (more == 1 ? " more host." : " more hosts.") : sentences;
    }

    /** The hosts that a record lists: the first {@value #MOST_RECORDED}. */
    public static List<HostRefusal> recorded(List<HostRefusal> hosts) {
        return hosts.stream().limit(MOST_RECORDED).toList();
    }

    /** A host's own message can be a sentence already. */
    private static String sentence(String detail) {
        return detail.endsWith(".") ? detail : detail + ".";
    }
}
