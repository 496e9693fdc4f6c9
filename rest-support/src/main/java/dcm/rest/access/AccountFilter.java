package dcm.rest.access;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.view.AccountState;
import dcm.contract.view.ViewValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects accounts; a null field and an empty set match every account.
 *
 * @param text words that are all part of the name, the full name, the e-mail address, the group or the role
 */
public record AccountFilter(
        @Nullable String text,
        @Nullable Role role,
        @Nullable AccountState state,
        @Nullable String group,
        Set<String> names)
        implements Predicate<AccountSnapshot> {
    private static final int LONGEST = 200;

    /**
     * The filter that these query parameters describe.
     *
     * @param names separated by commas
     * @throws InvalidValueException if one is not valid
     */
    public static AccountFilter of(
            @Nullable String q,
            @Nullable String role,
            @Nullable String state,
            @Nullable String group,
            @Nullable String names) {
        if (q != null && q.length() > LONGEST) {
            throw new InvalidValueException(
                    "q: At most " + LONGEST + " characters; got " + q.length() + ". Shorten it.");
        }
        return new AccountFilter(
                q == null ? null : q.toLowerCase(Locale.ROOT),
                role == null ? null : role(role),
                state == null ? null : state(state),
                group,
                names == null ? Set.of() : Set.copyOf(List.of(names.split(",", -1))));
    }

    private static Role role(String text) {
        return Arrays.stream(Role.values())
                .filter(role -> text(role).equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new InvalidValueException("role: user or administrator; got " + Printable.quoted(text) + "."));
    }

    private static AccountState state(String text) {
        return ViewValue.find(AccountState.class, text)
                .orElseThrow(() -> new InvalidValueException("state: One of "
                        + Arrays.stream(AccountState.values())
                                .map(AccountState::value)
                                .collect(Collectors.joining(", "))
                        + "; got " + Printable.quoted(text) + "."));
    }

    private static String text(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** The state of an account that is not removed. */
    public static AccountState stateOf(AccountSnapshot account) {
        if (account.removal() != null) {
            return AccountState.REMOVING;
        }
        return account.suspension() == null ? AccountState.ACTIVE : AccountState.SUSPENDED;
    }

    @Override
    public boolean test(AccountSnapshot account) {
        return (names.isEmpty() || names.contains(account.name().value()))
                && (role == null || account.role() == role)
                && (state == null || stateOf(account) == state)
                && (group == null
                        || account.group() != null && account.group().value().equals(group))
                && (text == null || containsWords(account, text));
    }

    private static boolean containsWords(AccountSnapshot account, String words) {
        String all = Stream.of(
                        account.name().value(),
                        account.displayName(),
                        account.email() == null ? "" : account.email(),
                        account.group() == null ? "" : account.group().value(),
                        text(account.role()))
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
        return Stream.of(words.trim().split("\\s+")).allMatch(all::contains);
    }
}
