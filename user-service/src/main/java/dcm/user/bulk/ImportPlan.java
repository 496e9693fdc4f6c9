package dcm.user.bulk;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Profile;
import dcm.contract.identity.PublicKey;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.AccountIntent.AddKeys;
import dcm.contract.intent.AccountIntent.ChangeProfile;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.AccountIntent.SetQuota;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.Catalog;
import dcm.contract.view.ImportAction;
import dcm.user.account.OpenRequest;
import dcm.user.bulk.AccountsFile.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The intents that bring an account to the state that a line describes. Pure.
 *
 * @param action the kind of change
 * @param changes descriptions of the changes; with {@link ImportAction#REFUSE} the reason
 * @param intents in the order in which they must be sent
 */
record ImportPlan(int line, String name, ImportAction action, List<String> changes, List<AccountIntent> intents) {

    /**
     * Compares a line with the current state.
     *
     * @param find finds the current account by name
     * @param asking the calling administrator, who cannot remove their own role
     */
    static ImportPlan of(
            Line line,
            Function<OwnerName, Optional<AccountSnapshot>> find,
            Catalog catalog,
            OwnerName asking,
            Instant now) {
        try {
            OpenRequest request = line.request();
            if (request == null) {
                return refuse(line, Objects.requireNonNull(line.objection()));
            }
            OwnerName name = request.requiredName();
            Optional<AccountSnapshot> known = find.apply(name);
            // An unchanged end may be in the past; it must not be rejected.
            boolean sameEnd = known.map(AccountSnapshot::expiresAt)
                    .filter(end -> end.toString().equals(request.expiresAt()))
                    .isPresent();
            OpenAccount wish = (sameEnd ? request.withoutEnd() : request).toIntent(now);
            if (wish.group() != null && catalog.group(wish.group()).isEmpty()) {
                return refuse(line, "There is no group '" + wish.group() + "'.");
            }
            return known.map(account -> change(line, request, wish, account, asking))
                    .orElseGet(() ->
                            new ImportPlan(line.number(), line.name(), ImportAction.OPEN, List.of(), List.of(wish)));
        } catch (InvalidValueException e) {
            return refuse(line, String.valueOf(e.getMessage()));
        }
    }

    private static ImportPlan refuse(Line line, String why) {
        return new ImportPlan(line.number(), line.name(), ImportAction.REFUSE, List.of(why), List.of());
    }

    private static ImportPlan change(
            Line line, OpenRequest request, OpenAccount wish, AccountSnapshot account, OwnerName asking) {
        Profile is = account.profile();
        List<String> changes = new ArrayList<>();
        List<AccountIntent> intents = new ArrayList<>();
        ChangeProfile profile = new ChangeProfile(
                differing(
                        "displayName",
                        request.displayName() == null ? null : wish.displayName(),
                        is.displayName(),
                        changes),
                differing("role", request.role(), is.role(), changes),
                differing("email", wish.email(), is.email(), changes),
                differing("group", wish.group(), is.group(), changes),
                differing("expiresAt", wish.expiresAt(), is.expiresAt(), changes),
                Set.of());
        if (profile.role() != null && account.name().equals(asking)) {
            return refuse(line, "role: You cannot change your own role. Ask another administrator.");
        }
        if (!changes.isEmpty()) {
            intents.add(profile);
        }
        List<PublicKey> more = newKeys(account, wish);
        if (!more.isEmpty()) {
            changes.add("keys: add " + more.stream().map(PublicKey::fingerprint).collect(Collectors.joining(", ")));
            intents.add(new AddKeys(more));
        }
        if (wish.quota() != null && !wish.quota().equals(account.quota())) {
            changes.add("quota: " + wish.quota().limits());
            intents.add(new SetQuota(wish.quota()));
        }
        return new ImportPlan(
                line.number(),
                line.name(),
                intents.isEmpty() ? ImportAction.NOTHING : ImportAction.CHANGE,
                changes,
                intents);
    }

    private static <T> @Nullable T differing(String field, @Nullable T wished, @Nullable T is, List<String> changes) {
        if (wished == null || wished.equals(is)) {
            return null;
        }
        changes.add(field + ": " + (is == null ? "" : is + " → ") + wished);
        return wished;
    }

    private static List<PublicKey> newKeys(AccountSnapshot account, OpenAccount wish) {
        Set<String> known = account.keys().stream().map(PublicKey::fingerprint).collect(Collectors.toSet());
        return wish.keys().stream()
                .filter(key -> !known.contains(key.fingerprint()))
                .toList();
    }
}
