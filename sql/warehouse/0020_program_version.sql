alter table etl.runs add column program_version text;

comment on column etl.runs.program_version is
  'Version and commit of the program that ran, as its --version says; dev from its source, NULL before it was recorded.';
