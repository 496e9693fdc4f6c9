package dcm.command.admission.decision;

import dcm.command.admission.decision.QuotaUsage.QuotaViolation;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.problem.ErrorCode;
import dcm.contract.quota.EffectiveQuota.Limit;
import dcm.contract.quota.Resource;
import java.util.List;
import java.util.Map;

/**
 * Rejections as events: a code, the numbers that were compared, and a sentence that states what was refused, why, and
 * what to do.
 */
public final class Rejections {
    private Rejections() {}

    public static List<OwnerEvent> quota(IntentId intent, QuotaViolation shortage) {
        return List.of(new IntentRejected(intent, ErrorCode.QUOTA_EXCEEDED, sentence(shortage), numbers(shortage)));
    }

    /** The message for an exceeded limit: the resource, the limit's origin, and what to do. */
    public static String sentence(QuotaViolation shortage) {
        Resource resource = shortage.resource();
        Limit limit = shortage.limit();
        if (resource == Resource.HOME_MIB) {
            return "Your home directories use " + resource.amount(shortage.used()) + " of "
                    + resource.amount(limit.most()) + ", so you cannot create or start a container. The limit is "
                    + limit.whose() + ". " + remedy(resource)
                    + " over SSH in a running container, or ask an administrator for more. Deleted files count after"
                    + " the next measurement, some minutes later.";
        }
        return "You have " + resource.amount(shortage.used()) + " of " + resource.amount(limit.most()) + " "
                + resource.noun() + "; this would add " + resource.amount(shortage.asked()) + ". The limit is "
                + limit.whose() + ". " + remedy(resource) + ", or ask an administrator for more.";
    }

    public static Map<String, Long> numbers(QuotaViolation shortage) {
        return Map.of(
                "used", shortage.used(),
                "asked", shortage.asked(),
                "limit", shortage.limit().most());
    }

    private static String remedy(Resource resource) {
        return switch (resource) {
            case CONTAINERS -> "Remove a container";
            case RUNNING -> "Stop a container";
            case MILLI_CPUS, MEMORY_MIB -> "Remove a container, request less";
            case PIDS -> "Remove a container";
            case PORTS -> "Remove a container that publishes ports";
            case IMAGES, IMAGE_MIB -> "Remove an image";
            case HOME_MIB -> "Delete files in your home directories";
        };
    }

    static List<OwnerEvent> reject(IntentId intent, ErrorCode code, String detail) {
        return List.of(new IntentRejected(intent, code, detail, Map.of()));
    }
}
