package dcm.contract.quota;

import dcm.contract.identity.GroupName;
import dcm.contract.identity.OwnerName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one account may have: of several quotas that say something of a resource, the most specific.
 *
 * @param limits of every resource
 */
public record Allowance(Map<Resource, Limit> limits) {

    public Allowance {
        limits = Collections.unmodifiableMap(new EnumMap<>(limits));
    }

    /** Who laid a limit down. */
    public enum Origin {
        ACCOUNT,
        GROUP,
        EVERYBODY,
        BUILT_IN
    }

    /**
     * A limit in force.
     *
     * @param most in the resource's own unit, or {@link Quota#UNLIMITED}
     * @param group null unless it is a group's
     */
    public record Limit(long most, Origin origin, @Nullable GroupName group) {

        /** True if {@code amount} is more than it allows. */
        public boolean isExceededBy(long amount) {
            return most != Quota.UNLIMITED && amount > most;
        }

        /** Whose limit it is, to go on after "The limit is": {@code that of the group 'students'}. */
        public String whose() {
            return whose("your account's own");
        }

        /** The same, told to somebody else. */
        public String whose(OwnerName account) {
            return whose("that of the account '" + account + "'");
        }

        private String whose(String accounts) {
            return switch (origin) {
                case ACCOUNT -> accounts;
                case GROUP -> "that of the group '" + group + "'";
                case EVERYBODY -> "everybody's";
                case BUILT_IN -> "everybody's";
            };
        }
    }

    /**
     * What is in force for an account.
     *
     * @param group that the account is in; null: none but everybody's
     */
    public static Allowance of(Quota account, @Nullable GroupName group, Quota groups, Quota everybodys) {
        Map<Resource, Limit> limits = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            limits.put(
                    resource,
                    account.limit(resource)
                            .map(most -> new Limit(most, Origin.ACCOUNT, null))
                            .or(() -> groups.limit(resource).map(most -> new Limit(most, Origin.GROUP, group)))
                            .or(() -> everybodys.limit(resource).map(most -> new Limit(most, Origin.EVERYBODY, null)))
                            .or(() ->
                                    Quota.BUILT_IN.limit(resource).map(most -> new Limit(most, Origin.BUILT_IN, null)))
                            .orElseThrow());
        }
        return new Allowance(limits);
    }

    /** What is in force for a resource. */
    public Limit limit(Resource resource) {
        Limit limit = limits.get(resource);
        if (limit == null) {
            throw new IllegalStateException("no limit is known of " + resource);
        }
        return limit;
    }
}
