.PHONY: say test test-cms

say:
	sh scripts/say

test:
	sh scripts/test

test-cms:
	sh scripts/test-cms
