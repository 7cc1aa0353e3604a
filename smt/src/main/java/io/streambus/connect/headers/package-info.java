/** Rewrites of record headers: some removed, some values replaced, some headers added with values made from templates. */
package io.streambus.connect.headers;
