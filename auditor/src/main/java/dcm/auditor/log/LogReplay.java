package dcm.auditor.log;

import dcm.auditor.finding.AuditFinding;
import dcm.auditor.finding.FindingKind;
import dcm.auditor.log.AuditedLog.WantedKey;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredState;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.envelope.Message;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.AccountEvent.AccountExpired;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.AccountEvent.AccountRemovalBegun;
import dcm.contract.event.AccountEvent.AccountRemoved;
import dcm.contract.event.AccountEvent.AccountResumed;
import dcm.contract.event.AccountEvent.AccountSuspended;
import dcm.contract.event.AccountEvent.HomeEvent;
import dcm.contract.event.AccountEvent.ImageRemovalPolicyChanged;
import dcm.contract.event.AccountEvent.KeysChanged;
import dcm.contract.event.AccountEvent.LoginKeysPublished;
import dcm.contract.event.AccountEvent.PasswordReset;
import dcm.contract.event.AccountEvent.PresetGranted;
import dcm.contract.event.AccountEvent.PresetRevoked;
import dcm.contract.event.AccountEvent.ProfileChanged;
import dcm.contract.event.AccountEvent.QuotaSet;
import dcm.contract.event.AccountEvent.RemovalAdvanced;
import dcm.contract.event.AccountEvent.SignInBound;
import dcm.contract.event.AccountEvent.SignInReleased;
import dcm.contract.event.AccountEvent.SignedIn;
import dcm.contract.event.BaseImageEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.Event;
import dcm.contract.event.GroupEvent.GroupDefined;
import dcm.contract.event.GroupEvent.GroupRemoved;
import dcm.contract.event.GroupEvent.PresetGrantedToGroup;
import dcm.contract.event.GroupEvent.PresetRevokedFromGroup;
import dcm.contract.event.HandOverEvent.HandOverBegun;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.event.ImageEvent.ImagePromoted;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.OwnerEvent;
import dcm.contract.event.PresetEvent;
import dcm.contract.event.QuarantineEvent.RecordDiscarded;
import dcm.contract.event.QuarantineEvent.RecordQuarantined;
import dcm.contract.event.QuarantineEvent.RecordReleased;
import dcm.contract.event.RegistryEvent;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.intent.Intent;
import dcm.contract.order.Order;
import dcm.contract.quota.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folds the records of the log, each partition in order, into an {@link AuditedLog}. Not thread-safe. */
public final class LogReplay {
    /** The log keeps orders for 28 days. An order that is nearly that old may already be deleted. */
    private static final Duration ORDERS_KEPT = Duration.ofDays(27);

    private final Instant readAt;
    private final Map<String, RecordedIntent> intents = new LinkedHashMap<>();
    private final Map<String, AnswerFold> answers = new HashMap<>();
    private final Map<AggregateId, NumberingFold> numberings = new HashMap<>();
    private final Map<InputAnswer, Long> answered = new HashMap<>();
    private final Map<LogPosition, AggregateId> answeredBy = new HashMap<>();
    private final List<LogPosition> decidedTwice = new ArrayList<>();
    private final Set<LogPosition> quarantined = new HashSet<>();
    private final Set<LogPosition> withoutAnswer = new HashSet<>();
    private final ContainerFold containers = new ContainerFold();
    private final ImageFold images = new ImageFold();
    private final FormerHomesFold formerHomes = new FormerHomesFold();
    private final Map<OwnerName, RecordedAccount> accounts = new HashMap<>();
    private final Set<OrderId> ordered = new HashSet<>();
    private final Map<OrderId, Integer> orders = new HashMap<>();
    private final Map<WantedKey, DesiredState> wanted = new HashMap<>();
    private final List<UsageIncrease> usageIncreases = new ArrayList<>();
    private final List<GroupQuota> groupQuotas = new ArrayList<>();
    private final List<AuditFinding> inconsistencies = new ArrayList<>();
    private long eventCount;

    /** Which aggregate's events answer a record. */
    private record InputAnswer(LogPosition input, AggregateId aggregate) {}

    /** @param readAt the time of the audit */
    public LogReplay(Instant readAt) {
        this.readAt = readAt;
    }

    /** A record of {@code dcm.intents}. */
    public LogReplay intent(LogPosition position, Message<Intent> message) {
        Envelope envelope = message.envelope();
        RecordedIntent known = intents.get(envelope.id());
        intents.put(
                envelope.id(),
                known == null
                        ? new RecordedIntent(
                                envelope.id(),
                                Families.INTENTS.nameOf(message.payload()),
                                envelope.aggregate(),
                                envelope.time(),
                                List.of(position))
                        : new RecordedIntent(
                                known.id(),
                                known.kind(),
                                known.aggregate(),
                                known.recordedAt(),
                                Stream.concat(known.positions().stream(), Stream.of(position))
                                        .toList()));
        return this;
    }

    /** A record of {@code dcm.intents} that cannot be decoded. */
    public LogReplay unreadableIntent(LogPosition position) {
        withoutAnswer.add(position);
        return this;
    }

    /** A record of {@code dcm.events} that cannot be decoded. */
    public LogReplay unreadableEvent(LogPosition position, String reason) {
        inconsistencies.add(new AuditFinding(FindingKind.UNREADABLE_EVENT, position.toString(), reason));
        return this;
    }

    /** A record of {@code dcm.orders}. */
    public LogReplay order(Message<Order> message) {
        orders.merge(
                new OrderId(message.payload().container(), message.payload().number()), 1, Integer::sum);
        return this;
    }

    /** A record of the desired state of {@code host}; null deletes the desired state under the key. */
    public LogReplay wanted(HostName host, String key, @Nullable DesiredState thing) {
        if (thing == null) {
            wanted.remove(new WantedKey(host, key));
        } else {
            wanted.put(new WantedKey(host, key), thing);
        }
        return this;
    }

    /** A record of {@code dcm.events}. */
    public LogReplay event(Message<Event> message) {
        eventCount++;
        Envelope envelope = message.envelope();
        Event event = message.payload();
        long sequence = Objects.requireNonNullElse(envelope.sequence(), 0L);
        numberings
                .computeIfAbsent(envelope.aggregate(), aggregate -> new NumberingFold())
                .add(sequence);
        answer(envelope, event, sequence);
        try {
            apply(envelope, event, sequence);
        } catch (IllegalStateException e) {
            inconsistencies.add(new AuditFinding(
                    FindingKind.UNREADABLE_EVENT,
                    envelope.id(),
                    "The event does not fit the events before it: " + e.getMessage()));
        }
        return this;
    }

    private void answer(Envelope envelope, Event event, long sequence) {
        if (event.intent() != null) {
            answers.computeIfAbsent(
                            event.intent().value(),
                            id -> new AnswerFold(id, envelope, isPartOfRemoval(envelope, event)))
                    .add(event);
        }
        LogPosition input = envelope.input();
        if (input == null) {
            return;
        }
        Long before = answered.put(new InputAnswer(input, envelope.aggregate()), sequence);
        // The events of one decision have consecutive numbers. A quarantined record also has an event in quarantine.
        boolean again = before != null && before != sequence - 1;
        boolean elsewhere = envelope.aggregate().partition().isEmpty()
                && !envelope.aggregate()
                        .equals(Objects.requireNonNullElse(
                                answeredBy.putIfAbsent(input, envelope.aggregate()), envelope.aggregate()));
        if (again || elsewhere) {
            decidedTwice.add(input);
        }
    }

    private boolean isPartOfRemoval(Envelope envelope, Event event) {
        return (event instanceof HandOverBegun || event instanceof ImagePromoted)
                && envelope.aggregate().isOwner()
                && Optional.ofNullable(accounts.get(envelope.aggregate().owner()))
                        .map(RecordedAccount::removing)
                        .orElse(false);
    }

    private void apply(Envelope envelope, Event event, long sequence) {
        switch (event) {
            case IntentRejected rejected -> {} // changes nothing
            case OwnerEvent owned -> {
                if (envelope.aggregate().isOwner()) {
                    owned(envelope, owned, sequence);
                }
            }
            case GroupDefined defined ->
                groupQuotas.add(new GroupQuota(defined.group(), envelope.time(), defined.quota()));
            case GroupRemoved removed -> groupQuotas.add(new GroupQuota(removed.group(), envelope.time(), Quota.NONE));
            case RecordQuarantined record -> quarantined.add(record.record());
            case RecordReleased released -> quarantined.remove(released.record());
            case RecordDiscarded discarded -> {
                quarantined.remove(discarded.record());
                withoutAnswer.add(discarded.record());
            }
            case HostRemoved removed -> images.hostRemoved(envelope.aggregate().host(), envelope.time());
            case PresetGrantedToGroup _,
                    PresetRevokedFromGroup _,
                    PresetEvent _,
                    BaseImageEvent _,
                    RegistryEvent _,
                    HostEvent _ -> {} // not audited
        }
    }

    private void owned(Envelope envelope, OwnerEvent event, long sequence) {
        OwnerName owner = envelope.aggregate().owner();
        if (event instanceof AccountEvent about) {
            account(owner, about);
        }
        images.apply(owner, event, envelope.time());
        formerHomes.apply(owner, event);
        if (event instanceof ContainerEvent about) {
            container(envelope, owner, about, sequence);
        }
        OrderId.of(event).ifPresent(order -> ordered(envelope, order));
    }

    private void account(OwnerName owner, AccountEvent event) {
        RecordedAccount account = accounts.getOrDefault(owner, new RecordedAccount(Quota.NONE, null, false));
        switch (event) {
            case AccountOpened opened ->
                accounts.put(
                        owner,
                        new RecordedAccount(
                                opened.quota() == null ? Quota.NONE : opened.quota(), opened.group(), false));
            case ProfileChanged changed ->
                accounts.put(owner, account.in(changed.profile().group()));
            case QuotaSet set -> accounts.put(owner, account.with(set.quota()));
            case AccountRemovalBegun begun -> accounts.put(owner, account.asRemoving());
            case ImageRemovalPolicyChanged _, RemovalAdvanced _, AccountRemoved _ -> {} // the removal goes on
            case HomeEvent about -> {} // homes are not audited
            case AccountExpired _, AccountSuspended _, AccountResumed _ -> {} // the quota is unchanged
            case LoginKeysPublished _ -> {}
            case PasswordReset _, SignInBound _, SignedIn _, SignInReleased _, KeysChanged _ -> {}
            case PresetGranted _, PresetRevoked _ -> {}
        }
    }

    private void container(Envelope envelope, OwnerName owner, ContainerEvent event, long sequence) {
        containers.apply(owner, event, sequence).ifPresent(added -> {
            RecordedAccount account = accounts.getOrDefault(owner, new RecordedAccount(Quota.NONE, null, false));
            String intent = event.intent() == null ? null : event.intent().value();
            usageIncreases.add(new UsageIncrease(
                    owner, sequence, envelope.time(), intent, added, containers.useOf(owner), account));
        });
    }

    private void ordered(Envelope envelope, OrderId order) {
        if (envelope.time().isAfter(readAt.minus(ORDERS_KEPT))) {
            ordered.add(order);
        }
    }

    /** The log as read so far. */
    public AuditedLog end() {
        Map<String, IntentAnswer> intentAnswers = new HashMap<>();
        answers.forEach((id, fold) -> intentAnswers.put(id, fold.end()));
        Map<AggregateId, Numbering> aggregates = new HashMap<>();
        numberings.forEach((aggregate, fold) -> aggregates.put(aggregate, fold.end()));
        return new AuditedLog(
                readAt,
                Collections.unmodifiableMap(intents),
                intentAnswers,
                aggregates,
                List.copyOf(decidedTwice),
                Set.copyOf(quarantined),
                Set.copyOf(withoutAnswer),
                containers.end(),
                images.end(),
                images.temporaryContainers(),
                formerHomes.end(),
                Map.copyOf(accounts),
                Set.copyOf(ordered),
                Map.copyOf(orders),
                Map.copyOf(wanted),
                List.copyOf(usageIncreases),
                List.copyOf(groupQuotas),
                List.copyOf(inconsistencies),
                eventCount);
    }
}
