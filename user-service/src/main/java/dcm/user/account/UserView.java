package dcm.user.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.HostName;
import dcm.contract.identity.Role;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.transfer.HomesMove;
import dcm.user.grant.GrantView;
import dcm.user.key.KeyView;
import dcm.user.quota.QuotaLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account as administrators see it. */
@Schema(examples = UserView.EXAMPLE)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UserView(
        String name,
        String displayName,

        @Schema(enumeration = {"user", "administrator"}) Role role,

        List<KeyView> keys,

        @Schema(description = "Issuer of the user's identity; absent before the first sign-in") @Nullable
        String signInIssuer,

        @Schema(description = "Subject at that issuer") @Nullable
        String signInSubject,

        Instant openedAt,

        @Schema(description = "Presets that the account may use, including ended grants")
        List<GrantView> grants,

        @Schema(description = "When the account was suspended; absent if it is not") @Nullable
        Instant suspendedSince,

        @Schema(description = "Reason of the suspension, as shown to the user") @Nullable
        String suspensionReason,

        @Schema(description = "E-mail address of the user") @Nullable
        String email,

        @Schema(description = "Group of the account, in addition to everybody") @Nullable
        String group,

        @Schema(description = "When the account expires or expired; absent if never") @Nullable
        Instant expiresAt,

        @Schema(description = "Limits of this account") QuotaLimits quota,

        @Schema(
                description =
                        "For the user's first sign-in; only in the response to the request that opened the account",
                examples = "k7m2p-x9qwe-4rtbn-d5hjc")
        @Nullable
        String oneTimePassword,

        @Schema(description = "Progress of the removal; absent if there is none") @Nullable
        RemovalView removal,

        @Schema(description = "Move of the home directories to another host; absent if none is in progress") @Nullable
        HomesMoveView homesMove) {
    /** An example response. */
    public static final String EXAMPLE = """
            {"name": "alice", "displayName": "Alice Liddell", "role": "user",
             "keys": [{"fingerprint": "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
              "line": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f alice@laptop"}],
             "signInIssuer": "https://id.example/realms/dcm", "signInSubject": "5f1c0c5e-53a5-4e39-8f0c-0d6a3f0f8d52",
             "openedAt": "2026-11-25T14:00:00Z",
             "grants": [{"preset": "big", "until": "2027-03-31T22:00:00Z", "note": "for a thesis",
              "grantedBy": "account/admin", "grantedAt": "2026-11-25T14:30:00Z"}],
             "email": "alice@lab.example", "group": "students", "expiresAt": "2027-09-30T22:00:00Z", "quota": {"cpus": 2}}""";

    static UserView of(AccountSnapshot account) {
        return of(account, (String) null);
    }

    static UserView of(AccountSnapshot account, @Nullable String oneTimePassword) {
        HomesMove move = account.homesMove();
        return of(account, oneTimePassword, move == null ? null : HomesMoveView.of(move, null));
    }

    /**
     * The same, with the host for which a move waits.
     *
     * @param hosts the hosts by name
     */
    static UserView of(AccountSnapshot account, Function<HostName, Optional<HostSnapshot>> hosts) {
        HomesMove move = account.homesMove();
        return of(account, null, move == null ? null : HomesMoveView.of(move, account.name(), hosts, Instant.now()));
    }

    private static UserView of(
            AccountSnapshot account, @Nullable String oneTimePassword, @Nullable HomesMoveView move) {
        return new UserView(
                account.name().value(),
                account.displayName(),
                account.role(),
                account.keys().stream().map(key -> KeyView.of(key, null)).toList(),
                account.signIn() == null ? null : account.signIn().issuer(),
                account.signIn() == null ? null : account.signIn().subject(),
                account.openedAt(),
                account.grants().stream().map(GrantView::of).toList(),
                account.suspension() == null ? null : account.suspension().since(),
                account.suspension() == null ? null : account.suspension().reason(),
                account.email(),
                account.group() == null ? null : account.group().value(),
                account.expiresAt(),
                QuotaLimits.of(account.quota()),
                oneTimePassword,
                account.removal() == null ? null : RemovalView.of(account.removal()),
                move);
    }
}
