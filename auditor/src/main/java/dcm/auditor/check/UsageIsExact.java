package dcm.auditor.check;

import dcm.auditor.engine.AuditedEngines;
import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog;
import dcm.auditor.views.AuditedViews;
import dcm.auditor.views.AuditedViews.ContainerRow;
import dcm.contract.quota.Resource;
import dcm.contract.quota.ResourceUsage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The usage of each owner in the views equals the sum of the events. */
final class UsageIsExact implements Check {
    @Override
    public List<AuditFinding> check(AuditedLog log, AuditedViews views, AuditedEngines engines) {
        if (views.behind()) {
            return List.of();
        }
        Map<String, ResourceUsage> counted = new TreeMap<>();
        log.containers()
                .values()
                .forEach(container -> counted.merge(container.owner().value(), container.use(), ResourceUsage::plus));
        Map<String, ResourceUsage> shown = new TreeMap<>();
        views.containers().values().forEach(row -> shown.merge(row.owner(), use(row), ResourceUsage::plus));
        TreeSet<String> owners = new TreeSet<>(counted.keySet());
        owners.addAll(shown.keySet());
        return owners.stream()
                .flatMap(owner -> Stream.of(Resource.values())
                        .filter(resource -> amount(counted, owner, resource) != amount(shown, owner, resource))
                        .map(resource -> new AuditFinding(
                                FindingKind.USAGE_DIFFERS,
                                "owner/" + owner + "/" + resource,
                                "The views show %s of %s, but the sum of the events is %s."
                                        .formatted(
                                                resource.amount(amount(shown, owner, resource)),
                                                resource.noun(),
                                                resource.amount(amount(counted, owner, resource))))))
                .toList();
    }

    private static long amount(Map<String, ResourceUsage> uses, String owner, Resource resource) {
        return uses.getOrDefault(owner, ResourceUsage.NONE).amount(resource);
    }

    private static ResourceUsage use(ContainerRow row) {
        return new ResourceUsage(Map.of(
                Resource.CONTAINERS, 1L,
                Resource.RUNNING, row.countsAsRunning() ? 1L : 0L,
                Resource.MILLI_CPUS, (long) row.countedMilliCpus(),
                Resource.MEMORY_MIB, (long) row.countedMemoryMib(),
                Resource.PIDS, (long) row.countedPids(),
                Resource.PORTS, (long) row.countedPorts()));
    }
}
