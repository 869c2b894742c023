#!/bin/sh
# local-base.sh DIRECTORY: the least that .NET programs need, copied from this machine. It takes the place of the official base image
# where that cannot be had.
set -eu
root=$1
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
runtime=$(ls -d "$dotnet"/shared/Microsoft.NETCore.App/10.* | sort -V | tail -n 1)
aspnet=$(ls -d "$dotnet"/shared/Microsoft.AspNetCore.App/10.* | sort -V | tail -n 1)
for folder in shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App host; do mkdir -p "$root/usr/share/dotnet/$folder"; done
cp "$dotnet/dotnet" "$root/usr/share/dotnet/"
cp -r "$dotnet/host/fxr" "$root/usr/share/dotnet/host/"
cp -r "$runtime" "$root/usr/share/dotnet/shared/Microsoft.NETCore.App/"
cp -r "$aspnet" "$root/usr/share/dotnet/shared/Microsoft.AspNetCore.App/"
lib=/usr/lib/$(uname -m)-linux-gnu
for file in /bin/sh /bin/mkdir /bin/chown "$dotnet/dotnet" "$runtime/libcoreclr.so" "$runtime/libclrjit.so" "$runtime/libSystem.Native.so" \
    $(ls "$lib"/libicu*.so.[0-9][0-9] "$lib/libssl.so.3" "$lib/libcrypto.so.3"); do
    for needed in "$file" $(ldd "$file" | grep -o '/[^ ]*'); do
        case $needed in "$dotnet"/*) continue ;; esac
        mkdir -p "$root$(dirname "$needed")"
        [ -e "$root$needed" ] || cp -L "$needed" "$root$needed"
    done
done
for folder in tmp etc proc sys dev run home/app; do mkdir -p "$root/$folder"; done
chmod 1777 "$root/tmp"
printf 'root:x:0:0::/:/bin/sh\napp:x:1654:1654::/home/app:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\napp:x:1654:\n' >"$root/etc/group"
