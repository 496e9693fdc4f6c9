package dcm.projection.rest;

import dcm.contract.identity.HostLabel;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.view.HostStatus;
import dcm.contract.view.ViewValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects hosts; a null field matches every host.
 *
 * @param text part of the name, a label or an address
 */
record HostFilter(
        @Nullable String text,
        @Nullable HostStatus state,
        @Nullable HostLabel label,
        Instant now) implements Predicate<HostSnapshot> {
    /**
     * The filter that these query parameters describe.
     *
     * @throws InvalidValueException if one is not valid
     */
    static HostFilter of(@Nullable String q, @Nullable String state, @Nullable String label, Instant now) {
        return new HostFilter(
                q == null ? null : TextParameter.check("q", q).toLowerCase(Locale.ROOT),
                state == null ? null : state(state),
                label == null ? null : new HostLabel(label),
                now);
    }

    private static HostStatus state(String text) {
        return ViewValue.find(HostStatus.class, text)
                .orElseThrow(() -> new InvalidValueException("state: One of "
                        + Arrays.stream(HostStatus.values())
                                .map(HostStatus::value)
                                .collect(Collectors.joining(", "))
                        + "; got " + Printable.quoted(text) + "."));
    }

    @Override
    public boolean test(HostSnapshot host) {
        return (state == null || HostView.status(host, now) == state)
                && (label == null || host.labels().contains(label))
                && (text == null || texts(host).anyMatch(part -> part.contains(text)));
    }

    private static Stream<String> texts(HostSnapshot host) {
        return Stream.of(
                        Stream.of(host.name().value()),
                        host.labels().stream().map(HostLabel::value),
                        host.report().aliases().stream())
                .flatMap(texts -> texts);
    }
}
