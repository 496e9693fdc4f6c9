# Extracts an archive from standard input into the directory $1, and can write nowhere else: /usr is read-only, the rest of
# the host is not visible, and there are no rights to mount, to create devices or to leave.
# Runs in a mount namespace of its own. The archive comes from another host and is not trusted.
set -eu
mount -t tmpfs -o mode=755,size=64k tmpfs /mnt
mkdir /mnt/usr /mnt/in
for link in bin lib lib64 sbin; do
    [ ! -L "/$link" ] || ln -s "usr/$link" "/mnt/$link"
done
mount --bind /usr /mnt/usr
mount -o remount,bind,ro,nosuid,nodev /mnt/usr
mount --bind "$1" /mnt/in
mount -o remount,bind,nosuid,nodev /mnt/in
mount -o remount,ro /mnt
ulimit -v 4194304 # KiB; an archive can make tar remember much
exec nice -n 10 chroot /mnt setpriv --bounding-set=-all,+chown,+dac_override,+fowner,+fsetid --inh-caps=-all --no-new-privs \
    tar --extract --file=- --directory=/in --verbose --numeric-owner --same-owner --preserve-permissions \
    --xattrs --xattrs-include='user.*' --acls --sparse --delay-directory-restore --warning=no-timestamp
