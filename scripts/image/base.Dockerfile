# The base that base.ts lays out.
FROM scratch
COPY . /
