package dcm.projection.rest;

import dcm.contract.identity.ContainerId;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Printable;
import dcm.contract.problem.ErrorCode;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.view.IntentStatus;
import dcm.contract.view.ViewValue;
import dcm.projection.container.ContainerRow;
import dcm.projection.history.ContainerEventRow;
import dcm.projection.intent.IntentMember;
import dcm.projection.intent.IntentRow;
import dcm.projection.intent.IntentRow.ContainerFilter;
import dcm.rest.problem.ProblemException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads lists of intents. */
final class IntentList {
    private static final List<IntentStatus> STATUSES = Stream.of(IntentStatus.values())
            .filter(status -> status != IntentStatus.LAUNCHED) // no intent keeps this status
            .toList();

    private IntentList() {}

    /**
     * A page of intents.
     *
     * @param cursor the id of the last intent of the previous page; null: the first page
     * @param viewer who gets the list
     */
    static IntentPage page(IntentRow.Filter filter, @Nullable String cursor, int limit, AccountSnapshot viewer) {
        return QuarkusTransaction.requiringNew().call(() -> {
            List<IntentRow> found = IntentRow.page(filter, before(filter.owner(), cursor), limit + 1);
            boolean more = found.size() > limit;
            List<IntentRow> page = more ? found.subList(0, limit) : found;
            Map<String, List<IntentMember>> members = members(page);
            return new IntentPage(
                    page.stream()
                            .map(row -> IntentEntry.of(row, members.getOrDefault(row.id, List.of()), viewer))
                            .toList(),
                    more ? page.getLast().id : null);
        });
    }

    private static Map<String, List<IntentMember>> members(List<IntentRow> page) {
        List<String> batches = page.stream()
                .filter(row -> row.batch != null)
                .map(row -> row.id)
                .toList();
        return batches.isEmpty()
                ? Map.of()
                : IntentMember.ofIntents(batches).stream().collect(Collectors.groupingBy(member -> member.intent));
    }

    private static @Nullable IntentRow before(@Nullable String owner, @Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        IntentRow row = IntentRow.findById(TextParameter.check("cursor", cursor));
        if (row == null || owner != null && !owner.equals(row.owner)) {
            throw new InvalidValueException("cursor: Use the unchanged value next of an earlier page.");
        }
        return row;
    }

    static @Nullable IntentStatus status(@Nullable String text) {
        return text == null
                ? null
                : ViewValue.find(IntentStatus.class, text)
                        .filter(STATUSES::contains)
                        .orElseThrow(() -> new InvalidValueException("status: One of "
                                + STATUSES.stream().map(IntentStatus::value).collect(Collectors.joining(", "))
                                + "; got " + Printable.quoted(text) + "."));
    }

    /**
     * The container that a handle refers to, or that it referred to last. A handle that never referred to one selects the intents that name it,
     * such as a rejected request to create it.
     *
     * @param owner empty: of any owner; the handle is then an id
     */
    static ContainerFilter about(Optional<OwnerName> owner, String handle) {
        return owner.map(name -> about(name, handle)).orElseGet(() -> {
            String id = new ContainerId(handle).value();
            return new ContainerFilter(id, Set.of(id));
        });
    }

    private static ContainerFilter about(OwnerName owner, String handle) {
        Set<String> names = new LinkedHashSet<>();
        names.add(handle);
        Optional<ContainerRow> present = Handles.search(owner, handle);
        present.ifPresent(row -> {
            names.add(row.name);
            if (row.sshPort != null) {
                names.add(row.sshPort.toString());
            }
        });
        String id = present.map(row -> row.id)
                .or(() -> QuarkusTransaction.requiringNew()
                        .call(() -> ContainerEventRow.newest(owner.value(), handle))
                        .map(row -> row.container))
                .orElseGet(() -> namedInIntents(owner, handle));
        names.add(id);
        return new ContainerFilter(id, names);
    }

    private static String namedInIntents(OwnerName owner, String handle) {
        if (QuarkusTransaction.requiringNew().call(() -> IntentRow.isNamed(owner.value(), handle))) {
            return handle;
        }
        throw new ProblemException(
                ErrorCode.UNKNOWN_CONTAINER,
                "The account " + owner + " has no container '" + handle + "', has had none with this name or id, and"
                        + " has made no request about it.");
    }
}
