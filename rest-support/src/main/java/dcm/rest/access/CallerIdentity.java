package dcm.rest.access;

import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.AccountSnapshot.SignIn;
import org.jspecify.annotations.Nullable;

/**
 * An account and how the current request was authenticated.
 *
 * @param signIn the sign-in; null for a key at the SSH gateway
 * @param from the address of the user's SSH connection; null for a sign-in
 */
record CallerIdentity(
        AccountSnapshot account,
        @Nullable SignIn signIn,
        @Nullable String from) {}
