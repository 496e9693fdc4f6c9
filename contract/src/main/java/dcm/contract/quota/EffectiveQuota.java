package dcm.contract.quota;

import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.contract.identity.GroupName;
import dcm.contract.identity.OwnerName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits that apply to one account: for each resource, that of the most specific quota that sets one.
 *
 * @param limits a limit for every resource
 */
public record EffectiveQuota(Map<Resource, Limit> limits) {

    public EffectiveQuota {
        limits = Collections.unmodifiableMap(new EnumMap<>(limits));
    }

    /** The quota that sets a limit. */
    public enum Origin {
        @JsonProperty("account")
        ACCOUNT,
        @JsonProperty("group")
        GROUP,
        @JsonProperty("everybody")
        EVERYBODY,
        @JsonProperty("built-in")
        BUILT_IN
    }

    /**
     * The limit that applies.
     *
     * @param most in the resource's own unit, or {@link Resource#UNLIMITED}
     * @param group the group; null unless the limit is a group's
     */
    public record Limit(long most, Origin origin, @Nullable GroupName group) {

        /** Whether {@code amount} exceeds the limit. */
        public boolean isExceededBy(long amount) {
            return most != Resource.UNLIMITED && amount > most;
        }

        /**
         * The origin of the limit, as a phrase that follows "The limit is" in a message to the owner:
         * {@code set for the group 'students'}.
         */
        public String whose() {
            return whose("set for your account");
        }

        /** The origin of the limit, in a message to another user. */
        public String whose(OwnerName account) {
            return whose("set for the account '" + account + "'");
        }

        private String whose(String accounts) {
            return switch (origin) {
                case ACCOUNT -> accounts;
                case GROUP -> "set for the group '" + group + "'";
                case EVERYBODY -> "set for all accounts";
                case BUILT_IN -> "set for all accounts";
            };
        }
    }

    /**
     * The limits that apply to an account.
     *
     * @param group the account's group; null: none but everybody
     */
    public static EffectiveQuota of(Quota account, @Nullable GroupName group, Quota groups, Quota everybodys) {
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
        return new EffectiveQuota(limits);
    }

    /** The limit of a resource. */
    public Limit limit(Resource resource) {
        Limit limit = limits.get(resource);
        if (limit == null) {
            throw new IllegalStateException("no limit is known of " + resource);
        }
        return limit;
    }
}
