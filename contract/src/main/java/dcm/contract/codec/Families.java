package dcm.contract.codec;

import dcm.contract.desired.DesiredAccount;
import dcm.contract.desired.DesiredContainer;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredState;
import dcm.contract.desired.HomesTransferRequested;
import dcm.contract.desired.OwnerRemovalRequested;
import dcm.contract.desired.UndoneMoveCleanup;
import dcm.contract.event.AccountEvent;
import dcm.contract.event.BaseImageEvent;
import dcm.contract.event.ContainerEvent;
import dcm.contract.event.Event;
import dcm.contract.event.GroupEvent;
import dcm.contract.event.HandOverEvent;
import dcm.contract.event.HomesMoveEvent;
import dcm.contract.event.HostEvent;
import dcm.contract.event.ImageEvent;
import dcm.contract.event.IntentRejected;
import dcm.contract.event.PresetEvent;
import dcm.contract.event.QuarantineEvent;
import dcm.contract.event.RegistryEvent;
import dcm.contract.intent.AccountIntent;
import dcm.contract.intent.BaseImageIntent;
import dcm.contract.intent.ContainerIntent;
import dcm.contract.intent.GroupIntent;
import dcm.contract.intent.HandOverIntent;
import dcm.contract.intent.HomesIntent;
import dcm.contract.intent.HostIntent;
import dcm.contract.intent.ImageIntent;
import dcm.contract.intent.Intent;
import dcm.contract.intent.PresetIntent;
import dcm.contract.intent.QuarantineIntent;
import dcm.contract.intent.RegistryIntent;
import dcm.contract.notification.ContainerLaunched;
import dcm.contract.notification.Notification;
import dcm.contract.order.Order;
import dcm.contract.report.AccountReport;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostReported;
import dcm.contract.report.ImageAbsent;
import dcm.contract.report.Report;
import dcm.contract.snapshot.AccountSnapshot;
import dcm.contract.snapshot.BaseImageSnapshot;
import dcm.contract.snapshot.CatalogSnapshot;
import dcm.contract.snapshot.GroupSnapshot;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.PresetSnapshot;
import dcm.contract.snapshot.RegistrySnapshot;
import java.util.List;

/** The names of all record types. A released name keeps its meaning forever and is never reused. */
public final class Families {
    public static final Family<Intent> INTENTS = Family.of(Intent.class)
            .type("open-account", AccountIntent.OpenAccount.class)
            .type("bind-sign-in", AccountIntent.BindSignIn.class)
            .type("create-container", ContainerIntent.CreateContainer.class)
            .type("start-container", ContainerIntent.StartContainer.class)
            .type("stop-container", ContainerIntent.StopContainer.class)
            .type("restart-container", ContainerIntent.RestartContainer.class)
            .type("pause-container", ContainerIntent.PauseContainer.class)
            .type("unpause-container", ContainerIntent.UnpauseContainer.class)
            .type("remove-container", ContainerIntent.RemoveContainer.class)
            .type("commit-container", ContainerIntent.CommitContainer.class)
            .type("remove-image", ImageIntent.RemoveImage.class)
            .type("rename-container", ContainerIntent.RenameContainer.class)
            .type("recreate-container", ContainerIntent.RecreateContainer.class)
            .type("flatten-image", ImageIntent.FlattenImage.class)
            .type("import-image", ImageIntent.ImportImage.class)
            .type("promote-image", ImageIntent.PromoteImage.class)
            .type("hand-over-image", HandOverIntent.HandOverImage.class)
            .type("hand-over-container", HandOverIntent.HandOverContainer.class)
            .type("hand-over-account", HandOverIntent.HandOverAccount.class)
            .type("reserve-account", HandOverIntent.ReserveAccount.class)
            .type("enter-homes", HandOverIntent.EnterHomes.class)
            .type("reserve-hand-over", HandOverIntent.ReserveHandOver.class)
            .type("release-hand-over", HandOverIntent.ReleaseHandOver.class)
            .type("receive-hand-over", HandOverIntent.ReceiveHandOver.class)
            .type("confirm-hand-over", HandOverIntent.ConfirmHandOver.class)
            .type("complete-hand-over", HandOverIntent.CompleteHandOver.class)
            .type("end-hand-over", HandOverIntent.EndHandOver.class)
            .type("cancel-hand-over", HandOverIntent.CancelHandOver.class)
            .type("move-homes", HomesIntent.MoveHomes.class)
            .type("cancel-homes-move", HomesIntent.CancelHomesMove.class)
            .type("add-keys", AccountIntent.AddKeys.class)
            .type("remove-keys", AccountIntent.RemoveKeys.class)
            .type("replace-keys", AccountIntent.ReplaceKeys.class)
            .type("suspend-account", AccountIntent.SuspendAccount.class)
            .type("resume-account", AccountIntent.ResumeAccount.class)
            .type("grant-preset", AccountIntent.GrantPreset.class)
            .type("revoke-preset", AccountIntent.RevokePreset.class)
            .type("define-preset", PresetIntent.DefinePreset.class)
            .type("retire-preset", PresetIntent.RetirePreset.class)
            .type("change-profile", AccountIntent.ChangeProfile.class)
            .type("set-quota", AccountIntent.SetQuota.class)
            .type("reset-password", AccountIntent.ResetPassword.class)
            .type("rebind-sign-in", AccountIntent.RebindSignIn.class)
            .type("release-sign-in", AccountIntent.ReleaseSignIn.class)
            .type("remove-account", AccountIntent.RemoveAccount.class)
            .type("cordon-host", HostIntent.CordonHost.class)
            .type("drain-host", HostIntent.DrainHost.class)
            .type("uncordon-host", HostIntent.UncordonHost.class)
            .type("label-host", HostIntent.LabelHost.class)
            .type("remove-host", HostIntent.RemoveHost.class)
            .type("join-host", HostIntent.JoinHost.class)
            .type("define-group", GroupIntent.DefineGroup.class)
            .type("remove-group", GroupIntent.RemoveGroup.class)
            .type("grant-preset-to-group", GroupIntent.GrantPresetToGroup.class)
            .type("revoke-preset-from-group", GroupIntent.RevokePresetFromGroup.class)
            .type("register-base-image", BaseImageIntent.RegisterBaseImage.class)
            .type("change-base-image", BaseImageIntent.ChangeBaseImage.class)
            .type("retire-base-image", BaseImageIntent.RetireBaseImage.class)
            .type("permit-registry", RegistryIntent.PermitRegistry.class)
            .type("forbid-registry", RegistryIntent.ForbidRegistry.class)
            .type("release-record", QuarantineIntent.ReleaseRecord.class)
            .type("discard-record", QuarantineIntent.DiscardRecord.class)
            .type("open-terminal", ContainerIntent.OpenTerminal.class)
            .type("record-sign-in", AccountIntent.RecordSignIn.class)
            .build();

    public static final Family<Event> EVENTS = Family.of(Event.class)
            .type("intent-rejected", IntentRejected.class)
            .type("account-opened", AccountEvent.AccountOpened.class)
            .type("sign-in-bound", AccountEvent.SignInBound.class)
            .type("container-placed", ContainerEvent.ContainerPlaced.class)
            .type("placement-refused", ContainerEvent.PlacementRefused.class)
            .type("commit-ordered", ContainerEvent.CommitOrdered.class)
            .type("container-committed", ContainerEvent.ContainerCommitted.class)
            .type("operation-progressed", ContainerEvent.OperationProgressed.class)
            .type("image-removed", ImageEvent.ImageRemoved.class)
            .type("image-deleted", ImageEvent.ImageDeleted.class)
            .type("image-host-changed", ImageEvent.ImageHostChanged.class)
            .type("disk-measured", ContainerEvent.DiskMeasured.class)
            .type("container-renamed", ContainerEvent.ContainerRenamed.class)
            .type("operation-ordered", ContainerEvent.OperationOrdered.class)
            .type("container-started", ContainerEvent.ContainerStarted.class)
            .type("container-stopped", ContainerEvent.ContainerStopped.class)
            .type("container-paused", ContainerEvent.ContainerPaused.class)
            .type("container-unpaused", ContainerEvent.ContainerUnpaused.class)
            .type("container-removed", ContainerEvent.ContainerRemoved.class)
            .type("container-lost", ContainerEvent.ContainerLost.class)
            .type("operation-failed", ContainerEvent.OperationFailed.class)
            .type("host-registered", HostEvent.HostRegistered.class)
            .type("host-refused", HostEvent.HostRefused.class)
            .type("flatten-ordered", ImageEvent.FlattenOrdered.class)
            .type("flatten-progressed", ImageEvent.FlattenProgressed.class)
            .type("image-flattened", ImageEvent.ImageFlattened.class)
            .type("flatten-failed", ImageEvent.FlattenFailed.class)
            .type("import-ordered", ImageEvent.ImportOrdered.class)
            .type("import-progressed", ImageEvent.ImportProgressed.class)
            .type("image-imported", ImageEvent.ImageImported.class)
            .type("import-failed", ImageEvent.ImportFailed.class)
            .type("image-promoted", ImageEvent.ImagePromoted.class)
            .type("hand-over-begun", HandOverEvent.HandOverBegun.class)
            .type("account-offered", HandOverEvent.AccountOffered.class)
            .type("account-reserved", HandOverEvent.AccountReserved.class)
            .type("homes-entered", HandOverEvent.HomesEntered.class)
            .type("hand-over-sent", HandOverEvent.HandOverSent.class)
            .type("handed-over", HandOverEvent.HandedOver.class)
            .type("hand-over-failed", HandOverEvent.HandOverFailed.class)
            .type("hand-over-reserved", HandOverEvent.HandOverReserved.class)
            .type("hand-over-declined", HandOverEvent.HandOverDeclined.class)
            .type("hand-over-received", HandOverEvent.HandOverReceived.class)
            .type("hand-over-stepped", HandOverEvent.HandOverStepped.class)
            .type("homes-move-begun", HomesMoveEvent.HomesMoveBegun.class)
            .type("homes-copy-begun", HomesMoveEvent.HomesCopyBegun.class)
            .type("homes-copy-progressed", HomesMoveEvent.HomesCopyProgressed.class)
            .type("homes-read-failed", HomesMoveEvent.HomesReadFailed.class)
            .type("homes-received", HomesMoveEvent.HomesReceived.class)
            .type("homes-moved", HomesMoveEvent.HomesMoved.class)
            .type("homes-move-failed", HomesMoveEvent.HomesMoveFailed.class)
            .type("homes-move-cancelled", HomesMoveEvent.HomesMoveCancelled.class)
            .type("homes-move-requested-again", HomesMoveEvent.HomesMoveRequestedAgain.class)
            .type("former-homes-removed", HomesMoveEvent.FormerHomesRemoved.class)
            .type("keys-changed", AccountEvent.KeysChanged.class)
            .type("account-suspended", AccountEvent.AccountSuspended.class)
            .type("account-resumed", AccountEvent.AccountResumed.class)
            .type("preset-granted", AccountEvent.PresetGranted.class)
            .type("preset-revoked", AccountEvent.PresetRevoked.class)
            .type("preset-defined", PresetEvent.PresetDefined.class)
            .type("preset-retired", PresetEvent.PresetRetired.class)
            .type("profile-changed", AccountEvent.ProfileChanged.class)
            .type("quota-set", AccountEvent.QuotaSet.class)
            .type("password-reset", AccountEvent.PasswordReset.class)
            .type("sign-in-released", AccountEvent.SignInReleased.class)
            .type("account-removal-begun", AccountEvent.AccountRemovalBegun.class)
            .type("image-fate-changed", AccountEvent.ImageRemovalPolicyChanged.class)
            .type("removal-advanced", AccountEvent.RemovalAdvanced.class)
            .type("storage-removed", AccountEvent.StorageRemoved.class)
            .type("account-removed", AccountEvent.AccountRemoved.class)
            .type("host-cordoned", HostEvent.HostCordoned.class)
            .type("host-uncordoned", HostEvent.HostUncordoned.class)
            .type("host-labeled", HostEvent.HostLabeled.class)
            .type("host-removed", HostEvent.HostRemoved.class)
            .type("host-joined", HostEvent.HostJoined.class)
            .type("homes-lost", AccountEvent.HomesLost.class)
            .type("login-keys-published", AccountEvent.LoginKeysPublished.class)
            .type("homes-measured", AccountEvent.HomesMeasured.class)
            .type("account-expired", AccountEvent.AccountExpired.class)
            .type("group-defined", GroupEvent.GroupDefined.class)
            .type("group-removed", GroupEvent.GroupRemoved.class)
            .type("preset-granted-to-group", GroupEvent.PresetGrantedToGroup.class)
            .type("preset-revoked-from-group", GroupEvent.PresetRevokedFromGroup.class)
            .type("base-image-registered", BaseImageEvent.BaseImageRegistered.class)
            .type("base-image-changed", BaseImageEvent.BaseImageChanged.class)
            .type("base-image-retired", BaseImageEvent.BaseImageRetired.class)
            .type("registry-permitted", RegistryEvent.RegistryPermitted.class)
            .type("registry-forbidden", RegistryEvent.RegistryForbidden.class)
            .type("record-quarantined", QuarantineEvent.RecordQuarantined.class)
            .type("record-released", QuarantineEvent.RecordReleased.class)
            .type("record-discarded", QuarantineEvent.RecordDiscarded.class)
            .type("terminal-opened", ContainerEvent.TerminalOpened.class)
            .type("signed-in", AccountEvent.SignedIn.class)
            .build();

    public static final Family<Order> ORDERS = Family.of(Order.class)
            .type("create-order", Order.Create.class)
            .type("start-order", Order.Start.class)
            .type("stop-order", Order.Stop.class)
            .type("restart-order", Order.Restart.class)
            .type("pause-order", Order.Pause.class)
            .type("unpause-order", Order.Unpause.class)
            .type("commit-order", Order.Commit.class)
            .type("flatten-order", Order.Flatten.class)
            .type("import-order", Order.Import.class)
            .type("remove-order", Order.Remove.class)
            .build();

    public static final Family<DesiredState> WANTED = Family.of(DesiredState.class)
            .type("account-wanted", DesiredAccount.class)
            .type("container-wanted", DesiredContainer.class)
            .type("image-wanted", DesiredImage.class)
            .type("owner-unwanted", OwnerRemovalRequested.class)
            .type("homes-given", HomesTransferRequested.class)
            .type("homes-move-undone", UndoneMoveCleanup.class)
            .build();

    public static final Family<Report> REPORTS = Family.of(Report.class)
            .type("order-done", ContainerReport.OrderDone.class)
            .type("order-failed", ContainerReport.OrderFailed.class)
            .type("commit-done", ContainerReport.CommitDone.class)
            .type("order-progressed", ContainerReport.OrderProgressed.class)
            .type("image-absent", ImageAbsent.class)
            .type("disk-seen", ContainerReport.DiskSeen.class)
            .type("container-observed", ContainerReport.ContainerObserved.class)
            .type("storage-absent", AccountReport.StorageAbsent.class)
            .type("sign-in-absent", AccountReport.SignInAbsent.class)
            .type("login-keys-reported", AccountReport.LoginKeysReported.class)
            .type("homes-seen", AccountReport.HomeSizeReported.class)
            .type("homes-arriving", AccountReport.HomesArriving.class)
            .type("homes-arrived", AccountReport.HomesArrived.class)
            .type("homes-refused", AccountReport.HomesRefused.class)
            .type("homes-unreadable", AccountReport.HomesUnreadable.class)
            .type("host-reported", HostReported.class)
            .type("host-alive", HostAlive.class)
            .build();

    public static final Family<Notification> NOTICES = Family.of(Notification.class)
            .type("container-launched", ContainerLaunched.class)
            .build();

    public static final Family<AccountSnapshot> ACCOUNTS = Family.of(AccountSnapshot.class)
            .type("account-snapshot", AccountSnapshot.class)
            .build();

    public static final Family<HostSnapshot> HOSTS = Family.of(HostSnapshot.class)
            .type("host-snapshot", HostSnapshot.class)
            .build();

    public static final Family<LivenessSnapshot> LIVENESS = Family.of(LivenessSnapshot.class)
            .type("liveness-snapshot", LivenessSnapshot.class)
            .build();

    public static final Family<CatalogSnapshot> CATALOG = Family.of(CatalogSnapshot.class)
            .type("preset-snapshot", PresetSnapshot.class)
            .type("group-snapshot", GroupSnapshot.class)
            .type("base-image-snapshot", BaseImageSnapshot.class)
            .type("registry-snapshot", RegistrySnapshot.class)
            .build();

    /** All families. */
    public static final List<Family<?>> ALL =
            List.of(INTENTS, EVENTS, ORDERS, WANTED, REPORTS, NOTICES, ACCOUNTS, HOSTS, LIVENESS, CATALOG);

    private Families() {}
}
