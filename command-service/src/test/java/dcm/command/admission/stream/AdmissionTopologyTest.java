package dcm.command.admission.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.command.admission.decision.TestInstallation;
import dcm.command.admission.stream.AdmissionDriver.Written;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.DesiredStatus;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.event.AccountEvent.AccountExpired;
import dcm.contract.event.AccountEvent.AccountOpened;
import dcm.contract.event.AccountEvent.HomesLost;
import dcm.contract.event.ContainerEvent.ContainerLost;
import dcm.contract.event.ContainerEvent.ContainerPlaced;
import dcm.contract.event.ContainerEvent.ContainerRemoved;
import dcm.contract.event.ContainerEvent.ContainerStarted;
import dcm.contract.event.ContainerEvent.OperationFailed;
import dcm.contract.event.ContainerEvent.OperationOrdered;
import dcm.contract.event.Event;
import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRegistered;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.Handle;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.JoinId;
import dcm.contract.identity.Profile;
import dcm.contract.identity.Role;
import dcm.contract.identity.Settings;
import dcm.contract.intent.AccountIntent.OpenAccount;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.intent.ContainerIntent.RemoveContainer;
import dcm.contract.intent.HostIntent.JoinHost;
import dcm.contract.intent.HostIntent.RemoveHost;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.AccountReport.HomeSizeReported;
import dcm.contract.report.AccountReport.SignInAbsent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.ContainerReport.OrderDone;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostLoad;
import dcm.contract.report.HostReported;
import dcm.contract.report.Observation;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import dcm.contract.topic.Topic;
import dcm.trace.Tracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionTopologyTest {
    private static final HostName N1 = TestInstallation.N1.name();
    private static final HostName N2 = TestInstallation.N2.name();
    private static final IntentId OPENING = TestInstallation.intent(1);
    private static final IntentId CREATING = TestInstallation.intent(2);
    private static final IntentId REMOVING = TestInstallation.intent(3);
    private static final ContainerId WEB = ContainerId.of(CREATING);
    private static final OpenAccount OPEN = OpenAccount.of(Profile.of("Alice", Role.USER), List.of());
    private static final CreateContainer CREATE = new CreateContainer(
            TestInstallation.DEBIAN.name(),
            new ContainerName("web"),
            null,
            null,
            List.of(),
            null,
            Settings.NONE,
            null,
            null);

    private final RegisteredHosts hosts = new RegisteredHosts();
    private final AdmissionDriver admission = new AdmissionDriver(hosts);

    @AfterEach
    void stop() {
        admission.close();
    }

    // ---- intents ----

    @Test
    void noTaskIsOpenedBeforeItsTablesAreComplete() {
        AtomicInteger asked = new AtomicInteger();

        new AdmissionDriver(hosts, ReportBacklog.NONE, Tracing.off(), List.of(bound -> asked.incrementAndGet() == 3))
                .close();

        assertThat(asked).hasValue(3);
    }

    @Test
    void firstEventHasItsInputCauseAndActor() {
        admission.ask(OPENING, OPEN);

        Message<Event> opened = only(admission.events());
        Envelope envelope = opened.envelope();
        assertThat(opened.payload())
                .isEqualTo(AccountOpened.of(OPENING, Profile.of("Alice", Role.USER), List.of(), null));
        assertThat(envelope.sequence()).isEqualTo(1);
        assertThat(envelope.id()).isEqualTo("owner/alice:1");
        assertThat(envelope.input()).isEqualTo(AdmissionDriver.position(Topic.INTENTS, 0));
        assertThat(envelope.causation()).isEqualTo(OPENING.value());
        assertThat(envelope.correlation()).isEqualTo(OPENING.value());
        assertThat(envelope.actor()).isEqualTo(Actor.account(TestInstallation.ALICE));
        assertThat(envelope.time()).isEqualTo(TestInstallation.NOW);
    }

    @Test
    void openedAccountIsPublishedAsASnapshot() {
        admission.ask(OPENING, OPEN);

        Written<AccountSnapshot> published = only(admission.messages(Topic.ACCOUNTS, Families.ACCOUNTS));
        assertThat(published.key()).isEqualTo("alice");
        assertThat(published.payload())
                .isEqualTo(AccountSnapshot.opened(
                        TestInstallation.ALICE, Profile.of("Alice", Role.USER), List.of(), null, TestInstallation.NOW));
    }

    @Test
    void accountExpiresOnce() {
        Instant end = TestInstallation.NOW.plusSeconds(10);
        admission.ask(OPENING, OpenAccount.of(new Profile("Alice", Role.USER, null, null, end), List.of()));
        admission.advance(Duration.ofSeconds(9));
        assertThat(admission.events()).hasSize(1);

        admission.advance(Duration.ofSeconds(3));

        Message<Event> expired = only(admission.events());
        assertThat(expired.payload()).isEqualTo(new AccountExpired(end));
        assertThat(expired.envelope().actor()).isEqualTo(Actor.ADMISSION);
        assertThat(admission
                        .messages(Topic.ACCOUNTS, Families.ACCOUNTS)
                        .getLast()
                        .payload()
                        .isSuspended())
                .isTrue();
        admission.advance(Duration.ofSeconds(3));
        assertThat(admission.events()).isEmpty();
    }

    @Test
    void placedContainerIsOrderedAndWantedInTheTopicsOfItsHost() {
        hosts.update(TestInstallation.N1);
        admission.ask(OPENING, OPEN);

        admission.ask(CREATING, CREATE);

        Message<Event> placed = admission.events().getLast();
        assertThat(placed.payload()).isInstanceOf(ContainerPlaced.class);
        assertThat(placed.envelope().sequence()).isEqualTo(2);
        assertThat(placed.envelope().input()).isEqualTo(AdmissionDriver.position(Topic.INTENTS, 1));
        Written<Order> order = only(admission.messages(Topic.ORDERS, Families.ORDERS));
        assertThat(admission.hostsWithTopics()).containsExactly(N1);
        assertThat(order.key()).isEqualTo("n1");
        assertThat(order.payload()).isInstanceOf(Order.Create.class);
        assertThat(order.payload().container()).isEqualTo(WEB);
        assertThat(order.payload().deadline()).isEqualTo(TestInstallation.DEADLINE);
        assertThat(order.message().envelope().correlation()).isEqualTo(CREATING.value());
        Written<DesiredState> wanted = only(admission.messages(Topic.WANTED, Families.WANTED));
        assertThat(wanted.key()).isEqualTo(WEB.value());
        assertThat(wanted.payload()).isInstanceOfSatisfying(DesiredContainer.class, container -> {
            assertThat(container.state()).isEqualTo(DesiredStatus.RUNNING);
            assertThat(container.ordered()).isEqualTo(1);
            assertThat(container.finished()).isZero();
        });
    }

    @Test
    void hostThatReadsAccountsGetsThatOfItsFirstContainersOwner() {
        admission.report(N1, TestInstallation.N1.report().readingAccounts());
        admission.ask(OPENING, OPEN);

        admission.ask(CREATING, CREATE);

        assertThat(admission.messages(Topic.WANTED, Families.WANTED))
                .extracting(Written::key)
                .containsExactly("account-alice", WEB.value());
    }

    @Test
    void accountsArePublishedOnceWhenAWorkerBeginsToReadThem() {
        create();
        admission.advance(Duration.ofSeconds(5));
        assertThat(admission.messages(Topic.WANTED, Families.WANTED)).isEmpty();

        admission.report(N1, TestInstallation.N1.report().readingAccounts());
        admission.advance(Duration.ofSeconds(5));

        Written<DesiredState> account = only(admission.messages(Topic.WANTED, Families.WANTED));
        assertThat(account.payload()).isInstanceOf(DesiredAccount.class);
        assertThat(account.payload().owner()).isEqualTo(TestInstallation.ALICE);
        admission.advance(Duration.ofSeconds(30));
        assertThat(admission.messages(Topic.WANTED, Families.WANTED)).isEmpty();
    }

    @Test
    void accountIsDeletedOnlyForAWorkerThatReadsAccounts() {
        create();
        removeHost();
        assertThat(admission.messages(Topic.WANTED, Families.WANTED))
                .extracting(Written::key)
                .containsExactly(WEB.value());
    }

    @Test
    void accountIsDeletedForAHostThatIsRemoved() {
        create();
        admission.report(N1, TestInstallation.N1.report().readingAccounts());
        admission.advance(Duration.ofSeconds(5));
        readAll();
        removeHost();
        assertThat(admission.messages(Topic.WANTED, Families.WANTED))
                .extracting(Written::key)
                .containsExactlyInAnyOrder("account-alice", WEB.value());
    }

    private void removeHost() {
        hosts.update(hosts.find(N1).orElseThrow().remove(TestInstallation.NOW));
        admission.advance(Duration.ofSeconds(30));
    }

    @Test
    void accountsArePublishedAgainAfterAnEarlierWorkerRanForATime() {
        create();
        HostReported reading = TestInstallation.N1.report().readingAccounts();
        for (HostReported report : List.of(reading, TestInstallation.N1.report(), reading)) {
            readAll();
            admission.report(N1, report);
            admission.advance(Duration.ofSeconds(5));
        }

        assertThat(only(admission.messages(Topic.WANTED, Families.WANTED)).payload())
                .isInstanceOf(DesiredAccount.class);
    }

    @Test
    void repeatedIntentWritesNothing() {
        hosts.update(TestInstallation.N1);
        admission.ask(OPENING, OPEN);
        admission.ask(CREATING, CREATE);
        readAll();

        admission.ask(CREATING, CREATE);
        admission.ask(OPENING, OPEN);

        assertNothingWritten();
    }

    @Test
    void repeatedIntentIsRecognizedForAnHour() {
        admission.ask(OPENING, OPEN);
        admission.advance(Duration.ofMinutes(59));
        readAll();

        admission.ask(OPENING, OPEN);
        assertNothingWritten();

        admission.advance(Duration.ofMinutes(10));
        admission.ask(OPENING, OPEN);
        assertThat(admission.events()).hasSize(1);
    }

    // ---- reports ----

    @Test
    void reportEndsTheIntentAndSendsNoOrder() {
        create();

        admission.report(new OrderDone(N1, WEB, 1, TestInstallation.running(31_001)));

        Message<Event> started = only(admission.events());
        assertThat(started.payload()).isInstanceOf(ContainerStarted.class);
        assertThat(started.payload().intent()).isEqualTo(CREATING);
        assertThat(started.envelope().input()).isEqualTo(AdmissionDriver.position(Topic.REPORTS, 0));
        assertThat(started.envelope().actor()).isEqualTo(Actor.host(N1));
        assertThat(admission.messages(Topic.ORDERS, Families.ORDERS)).isEmpty();
        assertThat(only(admission.messages(Topic.WANTED, Families.WANTED)).payload())
                .isInstanceOfSatisfying(
                        DesiredContainer.class,
                        container -> assertThat(container.finished()).isEqualTo(1));
    }

    // ---- who has written a report ----

    @Test
    void reportInTheNameOfAnotherHostIsDiscarded() {
        create();
        hosts.update(TestInstallation.N2);
        ContainerReport done = new OrderDone(N1, WEB, 1, TestInstallation.running(31_001));

        admission.report(AdmissionDriver.source(N2), done);
        admission.reportWithKeyOf(AdmissionDriver.source(N2), AdmissionDriver.source(N1), done);

        assertNothingWritten();
        assertThat(admission.status().quarantined()).isZero();
        assertThat(admission.status().discardedReports(Instant.EPOCH))
                .isEqualTo(Map.of("runtime-worker/n1", 1L, "runtime-worker/n2", 1L));
        admission.report(done);
        assertThat(only(admission.events()).payload()).isInstanceOf(ContainerStarted.class);
    }

    @Test
    void reportAboutTheContainerOfAnotherHostIsIgnored() {
        create();
        hosts.update(TestInstallation.N2);

        admission.report(new OrderDone(N2, WEB, 1, TestInstallation.running(32_001)));

        assertNothingWritten();
    }

    @Test
    void heartbeatOfAnotherHostIsDiscarded() {
        hosts.update(TestInstallation.N1);
        hosts.update(TestInstallation.N2);

        admission.heartbeat(AdmissionDriver.source(N2), N1, TestInstallation.N1.report());

        assertNothingWritten();
        assertThat(admission.status().discardedReports(Instant.EPOCH)).containsOnlyKeys("runtime-worker/n2");
    }

    @Test
    void reportThatIsTooLargeIsDiscarded() {
        hosts.update(TestInstallation.N1);
        HostReported heartbeat = TestInstallation.N1.report();
        List<String> aliases = Collections.nCopies(20_000, "203.0.113.200");

        admission.report(
                N1,
                new HostReported(
                        heartbeat.engineId(),
                        heartbeat.engineVersion(),
                        heartbeat.workerVersion(),
                        heartbeat.milliCpus(),
                        heartbeat.memoryMiB(),
                        aliases,
                        heartbeat.sshPorts(),
                        heartbeat.baseImages(),
                        heartbeat.imageFacts(),
                        heartbeat.url(),
                        heartbeat.containers(),
                        heartbeat.findings(),
                        heartbeat.clock(),
                        heartbeat.preparing(),
                        heartbeat.installation()));

        assertNothingWritten();
        assertThat(admission.status().discardedReports(Instant.EPOCH)).containsOnlyKeys("runtime-worker/n1");
    }

    // ---- hosts that joined ----

    @Test
    void onlyTheWorkerThatJoinedLastReports() {
        HostReported heartbeat = TestInstallation.N2.report();
        JoinId first = JoinId.fresh();
        JoinId second = JoinId.fresh();
        admission.ask(AggregateId.of(N2), TestInstallation.intent(80), new JoinHost(declaration(first)));
        admission.heartbeat(ReportSource.worker(N2), N2, heartbeat);
        assertThat(hosts.find(N2)).isEmpty();
        admission.heartbeat(ReportSource.worker(N2, Optional.of(first)), N2, heartbeat);
        assertThat(hosts.declaration(N2)).contains(declaration(first));

        admission.ask(AggregateId.of(N2), TestInstallation.intent(81), new JoinHost(declaration(second)));
        readAll();
        admission.heartbeat(ReportSource.worker(N2, Optional.of(first)), N2, heartbeat);

        assertNothingWritten();
        assertThat(hosts.declaration(N2)).contains(declaration(second));
        assertThat(admission.status().discardedReports(Instant.EPOCH)).containsEntry("runtime-worker/n2", 1L);
    }

    @Test
    void sizeOfHomesBeforeTheSizeOfTheirFilesystemIsIgnoredWithoutAnAlarm() {
        ReportSource worker = ReportSource.worker(N2, Optional.of(JoinId.fresh()));
        admission.ask(
                AggregateId.of(N2),
                TestInstallation.intent(80),
                new JoinHost(declaration(worker.join().orElseThrow())));
        admission.heartbeat(worker, N2, TestInstallation.N2.report());
        readAll();

        admission.report(worker, new HomeSizeReported(N2, 10, false));

        assertNothingWritten();
        assertThat(admission.status().discardedReports(Instant.EPOCH)).isEmpty();
    }

    @Test
    void removedHostDoesNotReturnByAHeartbeat() {
        ReportSource worker = ReportSource.worker(N2, Optional.of(JoinId.fresh()));
        admission.ask(
                AggregateId.of(N2),
                TestInstallation.intent(80),
                new JoinHost(declaration(worker.join().orElseThrow())));
        admission.heartbeat(worker, N2, TestInstallation.N2.report());
        awaitSilence();
        admission.ask(AggregateId.of(N2), TestInstallation.intent(81), new RemoveHost());
        assertThat(hosts.find(N2))
                .hasValueSatisfying(host -> assertThat(host.removedAt()).isNotNull());
        readAll();

        admission.advance(Duration.ofSeconds(60));
        admission.heartbeat(worker, N2, TestInstallation.N2.report());

        assertThat(hosts.find(N2))
                .hasValueSatisfying(host -> assertThat(host.removedAt()).isNotNull());
        assertThat(admission.status().discardedReports(Instant.EPOCH)).isEqualTo(Map.of("runtime-worker/n2", 1L));
    }

    @Test
    void refusedHeartbeatIsShownInTheHostsSnapshot() {
        ReportSource worker = ReportSource.worker(N2, Optional.of(JoinId.fresh()));
        admission.ask(
                AggregateId.of(N2),
                TestInstallation.intent(80),
                new JoinHost(declaration(worker.join().orElseThrow())));
        admission.heartbeat(worker, N2, TestInstallation.N2.report());

        admission.heartbeat(
                worker,
                N2,
                TestInstallation.heartbeat(TestInstallation.N2.report().engineId(), 40));

        assertThat(hosts.find(N2)).hasValueSatisfying(host -> {
            assertThat(host.refusal()).isNotNull();
            assertThat(host.refusal().reason()).contains("32000-32999", "40000-40999");
            assertThat(host.report().sshPorts()).hasToString("32000-32999");
        });
        admission.heartbeat(worker, N2, TestInstallation.N2.report());
        assertThat(hosts.find(N2))
                .hasValueSatisfying(host -> assertThat(host.refusal()).isNull());
    }

    @Test
    void containersOfAHostThatReturnsAtOnceAreLost() {
        HostReported heartbeat = TestInstallation.N2.report();
        admission.report(N2, heartbeat);
        admission.ask(OPENING, OPEN);
        admission.ask(CREATING, CREATE);
        admission.report(new OrderDone(N2, WEB, 1, TestInstallation.running(32_001)));
        awaitSilence();
        admission.ask(AggregateId.of(N2), TestInstallation.intent(81), new RemoveHost());
        readAll();

        admission.advance(Duration.ofSeconds(2));
        admission.report(N2, heartbeat);
        admission.advance(Duration.ofSeconds(5));

        assertThat(admission.events())
                .extracting(event -> event.payload().getClass().getSimpleName())
                .containsExactly(ContainerLost.class.getSimpleName(), HomesLost.class.getSimpleName());
        awaitSilence();
        admission.report(N2, heartbeat);
        assertThat(only(admission.events()).payload()).isInstanceOf(HostRegistered.class);
    }

    @Test
    void hostWhoseEngineWasReplacedIsRemovedWhileItsWorkerRunsAndRegistersAgain() {
        HostReported replaced = TestInstallation.heartbeat("another-engine", 32, TestInstallation.DEBIAN);
        admission.report(N2, TestInstallation.N2.report());
        for (int i = 0; i < 6; i++) {
            admission.advance(Duration.ofSeconds(3));
            admission.report(N2, replaced);
        }
        readAll();

        admission.ask(AggregateId.of(N2), TestInstallation.intent(81), new RemoveHost());

        assertThat(only(admission.events()).payload()).isInstanceOf(HostRemoved.class);
        for (int i = 0; i < 6; i++) {
            admission.advance(Duration.ofSeconds(3));
            admission.report(N2, replaced);
        }
        assertThat(hosts.find(N2)).hasValueSatisfying(host -> {
            assertThat(host.removedAt()).isNull();
            assertThat(host.refusal()).isNull();
            assertThat(host.report().engineId()).isEqualTo("another-engine");
        });
    }

    /** N2 sends no heartbeat, and another host does: without any input, the silence would not count. */
    private void awaitSilence() {
        for (int i = 0; i < 7; i++) {
            admission.advance(Duration.ofSeconds(3));
            admission.report(N1, TestInstallation.N1.report());
        }
    }

    private static HostDeclaration declaration(JoinId join) {
        return Objects.requireNonNull(
                TestInstallation.joined(TestInstallation.N2, join).declaration());
    }

    @Test
    void workerCannotReportAboutSignIns() {
        create();

        admission.report(AdmissionDriver.source(N1), new SignInAbsent());

        assertNothingWritten();
        assertThat(admission.status().discardedReports(Instant.EPOCH)).containsOnlyKeys("runtime-worker/n1");
    }

    @Test
    void sourceOfAnUnknownNameIsCountedWithoutItsName() {
        admission.reportWithKeyOf(
                AdmissionDriver.source(N2),
                AdmissionDriver.source(new HostName("h" + "x".repeat(40))),
                new OrderDone(N2, WEB, 1, Observation.ABSENT));

        assertThat(admission.status().discardedReports(Instant.EPOCH))
                .isEqualTo(Map.of(AdmissionStatus.UNKNOWN_SOURCE, 1L));
    }

    @Test
    void confirmedRemovalWritesATombstoneToWanted() {
        create();
        admission.ask(REMOVING, new RemoveContainer(new Handle("web"), true));
        readAll();

        admission.report(new OrderDone(N1, WEB, 2, Observation.ABSENT));

        assertThat(admission.events())
                .last()
                .satisfies(event -> assertThat(event.payload()).isEqualTo(new ContainerRemoved(REMOVING, WEB, 2)));
        assertThat(admission.messages(Topic.WANTED, Families.WANTED)).last().satisfies(tombstone -> {
            assertThat(tombstone.message()).isNull();
            assertThat(tombstone.key()).isEqualTo(WEB.value());
        });
    }

    // ---- deadlines ----

    @Test
    void ordersDoNotExpireWhileReportsFromBeforeTheStartAreUnread() {
        try (AdmissionDriver late = new AdmissionDriver(hosts, partition -> 1)) {
            hosts.update(TestInstallation.N1);
            late.ask(OPENING, OPEN);
            late.ask(CREATING, CREATE);
            late.events();
            late.advance(Duration.between(TestInstallation.NOW, TestInstallation.DEADLINE)
                    .plusSeconds(20));
            assertThat(late.events()).isEmpty();

            late.report(new OrderDone(N1, WEB, 1, TestInstallation.running(31_001)));

            assertThat(only(late.events()).payload()).isInstanceOf(ContainerStarted.class);
        }
    }

    @Test
    void orderWithoutAReportExpiresAfterItsDeadlineAndGrace() {
        create();

        admission.advance(Duration.ofSeconds(64));
        assertThat(admission.events()).isEmpty();

        admission.advance(Duration.ofSeconds(3));
        List<Message<Event>> events = admission.events();
        assertThat(events).hasSize(2);
        assertThat(events.getFirst().payload()).isInstanceOfSatisfying(OperationFailed.class, failed -> {
            assertThat(failed.intent()).isEqualTo(CREATING);
            assertThat(failed.code()).isEqualTo(ErrorCode.DEADLINE_PASSED);
        });
        assertThat(events.getLast().payload()).isInstanceOf(OperationOrdered.class);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.envelope().input()).isNull();
            assertThat(event.envelope().actor()).isEqualTo(Actor.ADMISSION);
        });
        assertThat(only(admission.messages(Topic.ORDERS, Families.ORDERS)).payload())
                .isInstanceOf(Order.Remove.class);
    }

    @Test
    void orderExpiresOnce() {
        create();
        admission.advance(Duration.ofSeconds(70));
        readAll();

        admission.advance(Duration.ofHours(1));

        assertNothingWritten();
    }

    @Test
    void completedOrderDoesNotExpire() {
        create();
        admission.report(new OrderDone(N1, WEB, 1, TestInstallation.running(31_001)));
        readAll();

        admission.advance(Duration.ofHours(1));

        assertNothingWritten();
    }

    // ---- hosts ----

    @Test
    void firstDescriptionRegistersTheHostAndTheSameOneLaterIsAHeartbeat() {
        admission.report(N1, TestInstallation.N1.report());

        assertThat(only(admission.events()).payload())
                .isEqualTo(new HostRegistered(
                        "engine-of-n1", 0, TestInstallation.N1.report().sshPorts()));
        Written<HostSnapshot> first = only(admission.messages(Topic.HOSTS, Families.HOSTS));
        assertThat(first.key()).isEqualTo("n1");
        assertThat(first.payload())
                .isEqualTo(HostSnapshot.of(N1, 0, TestInstallation.N1.report(), TestInstallation.NOW)
                        .after(null));

        admission.advance(Duration.ofSeconds(5));
        admission.report(N1, TestInstallation.N1.report());

        assertThat(admission.events()).isEmpty();
        assertThat(admission.messages(Topic.HOSTS, Families.HOSTS)).isEmpty();
        assertThat(hosts.find(N1).orElseThrow().lastSeen()).isEqualTo(TestInstallation.NOW.plusSeconds(5));
    }

    @Test
    void heartbeatsOfAllHostsArePublishedTogetherAndApartFromDescriptions() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        admission.report(N2, described(TestInstallation.N2, "r2"));
        admission.advance(Duration.ofSeconds(3));
        readAll();

        HostLoad load = new HostLoad(TestInstallation.NOW, 7, new HostCapacity(1000, 993, 3500, 7168, 900L));
        admission.report(N1, new HostAlive("r1", load));
        admission.advance(Duration.ofSeconds(3));

        Written<LivenessSnapshot> written = only(admission.messages(Topic.LIVENESS, Families.LIVENESS));
        assertThat(written.key()).isEqualTo("liveness/0");
        assertThat(written.payload().hosts())
                .containsOnly(
                        Map.entry(N1, new Seen(TestInstallation.NOW.plusSeconds(3), load)),
                        Map.entry(
                                N2,
                                new Seen(
                                        TestInstallation.NOW,
                                        TestInstallation.N2.report().load())));
        assertThat(admission.messages(Topic.HOSTS, Families.HOSTS)).isEmpty();
        assertThat(admission.events()).isEmpty();
        HostSnapshot seen = hosts.find(N1).orElseThrow();
        assertThat(seen.lastSeen()).isEqualTo(TestInstallation.NOW.plusSeconds(3));
        assertThat(seen.report().load()).isEqualTo(load);
    }

    @Test
    void livenessIsNotPublishedWithoutHeartbeats() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        admission.advance(Duration.ofSeconds(3));
        readAll();

        admission.advance(Duration.ofSeconds(30));

        assertThat(admission.messages(Topic.LIVENESS, Families.LIVENESS)).isEmpty();
    }

    @Test
    void changedDescriptionIsPublished() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        readAll();

        HostReported changed =
                TestInstallation.N1.report().with(List.of(), null).revised("r2");
        admission.report(N1, changed);

        HostSnapshot published =
                only(admission.messages(Topic.HOSTS, Families.HOSTS)).payload();
        assertThat(published.report()).isEqualTo(changed);
        assertThat(published.version()).isEqualTo(2);
    }

    @Test
    void hostThatAnnouncesALongIntervalIsNotSilentBefore() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        HostLoad load = TestInstallation.N1.report().load().announcing(Duration.ofSeconds(21));
        admission.advance(Duration.ofSeconds(3));
        admission.report(N1, new HostAlive("r1", load));
        HostSnapshot host = hosts.find(N1).orElseThrow();

        assertThat(host.isSilent(TestInstallation.NOW.plusSeconds(36))).isFalse();
        assertThat(host.isSilent(TestInstallation.NOW.plusSeconds(37))).isTrue();
    }

    @Test
    void heartbeatWithAnUnknownRevisionIsIgnored() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        admission.advance(Duration.ofSeconds(3));
        readAll();

        admission.report(N1, new HostAlive("r2", TestInstallation.N1.report().load()));
        admission.advance(Duration.ofSeconds(3));

        assertNothingWritten();
        assertThat(hosts.find(N1).orElseThrow().lastSeen()).isEqualTo(TestInstallation.NOW);
    }

    @Test
    void heartbeatDoesNotReviveARemovedHost() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        admission.advance(Duration.ofSeconds(3));
        hosts.update(hosts.find(N1).orElseThrow().remove(TestInstallation.NOW));
        readAll();

        admission.report(N1, new HostAlive("r1", TestInstallation.N1.report().load()));
        admission.advance(Duration.ofSeconds(3));

        assertNothingWritten();
        assertThat(hosts.find(N1).orElseThrow().removedAt()).isNotNull();
    }

    @Test
    void heartbeatsAndReportsAreAcceptedInTheirOwnTopicOnly() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        admission.advance(Duration.ofSeconds(3));
        readAll();

        admission.pipe(
                Topic.REPORTS,
                N1,
                new HostAlive("r1", TestInstallation.N1.report().load()));
        admission.pipe(Topic.HEARTBEATS, N1, described(TestInstallation.N1, "r2"));
        admission.advance(Duration.ofSeconds(3));

        assertNothingWritten();
        assertThat(admission.status().discardedReports(Instant.EPOCH))
                .containsExactly(Map.entry("runtime-worker/n1", 2L));
    }

    @Test
    void firstHeartbeatAfterAStartIsComparedWithTheRules() {
        HostReported report = described(TestInstallation.N1, "r1");
        hosts.update(HostSnapshot.of(N1, 0, report, TestInstallation.NOW));
        hosts.update(HostSnapshot.of(N2, 0, TestInstallation.N1.report(), TestInstallation.NOW)); // the same SSH ports
        admission.advance(Duration.ofSeconds(3));

        admission.report(N1, new HostAlive("r1", report.load()));

        Message<Event> refused = only(admission.events());
        assertThat(refused.payload()).isInstanceOf(HostRefused.class);
        assertThat(refused.envelope().input()).isNull();
        assertThat(hosts.find(N1).orElseThrow().refusal()).isNotNull();
    }

    @Test
    void heartbeatAfterASilenceIsComparedWithTheRules() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        hosts.update(HostSnapshot.of(N2, 0, TestInstallation.N1.report(), TestInstallation.NOW)); // the same SSH ports
        readAll();
        HostAlive heartbeat = new HostAlive("r1", TestInstallation.N1.report().load());
        admission.advance(Duration.ofSeconds(15));
        admission.report(N1, heartbeat);
        assertThat(admission.events()).isEmpty();

        admission.advance(Duration.ofSeconds(16));
        admission.report(N1, heartbeat);

        assertThat(only(admission.events()).payload()).isInstanceOf(HostRefused.class);
    }

    @Test
    void oneHeartbeatInAMinuteIsComparedWithTheRules() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        hosts.update(HostSnapshot.of(N2, 0, TestInstallation.N1.report(), TestInstallation.NOW)); // the same SSH ports
        readAll();
        HostAlive heartbeat = new HostAlive("r1", TestInstallation.N1.report().load());
        for (int i = 0; i < 5; i++) {
            admission.advance(Duration.ofSeconds(10));
            admission.report(N1, heartbeat);
        }
        assertThat(admission.events()).isEmpty();

        admission.advance(Duration.ofSeconds(10));
        admission.report(N1, heartbeat);

        assertThat(only(admission.events()).payload()).isInstanceOf(HostRefused.class);
    }

    @Test
    void descriptionOfAnAbortedTransactionIsPublishedAgain() {
        RegisteredHosts known = new RegisteredHosts();
        HostReported report = described(TestInstallation.N1, "r1");
        HostSnapshot written;
        try (AdmissionDriver aborted = new AdmissionDriver(known)) {
            aborted.report(N1, report);
            written = only(aborted.messages(Topic.HOSTS, Families.HOSTS)).payload();
        }

        try (AdmissionDriver again = new AdmissionDriver(known)) {
            again.report(N1, report);
            assertThat(only(again.messages(Topic.HOSTS, Families.HOSTS)).payload())
                    .isEqualTo(written);
        }

        known.published(written, TestInstallation.NOW);
        try (AdmissionDriver committed = new AdmissionDriver(known)) {
            committed.report(N1, report);
            assertThat(committed.messages(Topic.HOSTS, Families.HOSTS)).isEmpty();
        }
    }

    @Test
    void heartbeatThatCannotBeReadIsDiscardedAndCounted() {
        admission.report(N1, described(TestInstallation.N1, "r1"));
        readAll();

        admission.report(N1, new HostAlive(null, TestInstallation.N1.report().load()));

        assertNothingWritten();
        assertThat(admission.status().discardedReports(Instant.EPOCH))
                .containsExactly(Map.entry("runtime-worker/n1", 1L));
    }

    private static HostReported described(HostSnapshot host, String revision) {
        return host.report().revised(revision);
    }

    @Test
    void secondEngineWithTheSameNameIsRefusedOnceAndRefreshesNothing() {
        admission.report(N1, TestInstallation.N1.report());
        HostSnapshot known = hosts.find(N1).orElseThrow();
        readAll();

        admission.report(N1, TestInstallation.heartbeat("another-engine", 31, TestInstallation.DEBIAN));
        admission.report(N1, TestInstallation.heartbeat("another-engine", 31, TestInstallation.DEBIAN));

        assertThat(only(admission.events()).payload()).isInstanceOf(HostRefused.class);
        assertThat(admission.messages(Topic.HOSTS, Families.HOSTS))
                .extracting(Written::payload)
                .allSatisfy(host -> {
                    assertThat(host.refusal()).isNotNull();
                    assertThat(host.refused(null).describesSame(known)).isTrue();
                });
    }

    @Test
    void heartbeatFromBeforeTheRemovalOfItsHostDoesNotRegisterItAgain() {
        hosts.update(TestInstallation.N1.remove(TestInstallation.NOW.plusSeconds(60)));

        admission.report(N1, TestInstallation.N1.report());

        assertThat(admission.events()).isEmpty();
        assertThat(admission.messages(Topic.HOSTS, Families.HOSTS)).isEmpty();

        hosts.update(TestInstallation.N1.remove(TestInstallation.NOW.minusSeconds(60)));
        for (int i = 0; i < 6; i++) {
            admission.advance(Duration.ofSeconds(3));
            admission.report(N1, TestInstallation.N1.report());
        }

        assertThat(only(admission.events()).payload()).isInstanceOf(HostRegistered.class);
    }

    @Test
    void registeredHostGetsContainers() {
        admission.report(N1, TestInstallation.N1.report());
        admission.ask(OPENING, OPEN);
        admission.ask(CREATING, CREATE);

        assertThat(admission.events())
                .last()
                .satisfies(event -> assertThat(event.payload()).isInstanceOf(ContainerPlaced.class));
    }

    private void create() {
        hosts.update(TestInstallation.N1);
        admission.ask(OPENING, OPEN);
        admission.ask(CREATING, CREATE);
        readAll();
    }

    private void readAll() {
        admission.events();
        admission.messages(Topic.ORDERS, Families.ORDERS);
        admission.messages(Topic.WANTED, Families.WANTED);
        admission.messages(Topic.ACCOUNTS, Families.ACCOUNTS);
        admission.messages(Topic.HOSTS, Families.HOSTS);
        admission.messages(Topic.LIVENESS, Families.LIVENESS);
    }

    private void assertNothingWritten() {
        assertThat(admission.events()).isEmpty();
        assertThat(admission.messages(Topic.ORDERS, Families.ORDERS)).isEmpty();
        assertThat(admission.messages(Topic.WANTED, Families.WANTED)).isEmpty();
        assertThat(admission.messages(Topic.ACCOUNTS, Families.ACCOUNTS)).isEmpty();
        assertThat(admission.messages(Topic.HOSTS, Families.HOSTS)).isEmpty();
        assertThat(admission.messages(Topic.LIVENESS, Families.LIVENESS)).isEmpty();
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.getFirst();
    }
}
